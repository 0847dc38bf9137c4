import { interfaceMatch } from './interface.js';

export const inInterface = interfaceMatch('inInterface', ['-i', '--in-interface'], 'in');
