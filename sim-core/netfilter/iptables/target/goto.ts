import { chainTarget } from './chain-target.js';

export const goto = chainTarget('goto', '-g');
