import { standardTarget } from './standard.js';

export const drop = standardTarget('drop', { kind: 'verdict', verdict: { kind: 'drop' } });
