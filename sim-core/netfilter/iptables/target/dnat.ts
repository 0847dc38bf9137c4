import { addressTarget } from './address-target.js';

export const dnat = addressTarget('dnat', '--to-destination');
