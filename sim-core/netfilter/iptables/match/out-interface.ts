import { interfaceMatch } from './interface.js';

export const outInterface = interfaceMatch('outInterface', ['-o', '--out-interface'], 'out');
