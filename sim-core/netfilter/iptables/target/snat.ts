import { addressTarget } from './address-target.js';

export const snat = addressTarget('snat', '--to-source');
