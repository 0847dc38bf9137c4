import { standardTarget } from './standard.js';

export const returnTarget = standardTarget('return', { kind: 'return' });
