import { chainTarget } from './chain-target.js';

export const jump = chainTarget('jump', '-j');
