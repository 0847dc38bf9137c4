import { standardTarget } from './standard.js';

export const accept = standardTarget('accept', { kind: 'verdict', verdict: { kind: 'accept' } });
