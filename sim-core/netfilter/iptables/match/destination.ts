import { addressMatch } from './address.js';

export const destination = addressMatch('destination', ['-d', '--destination', '--dst'], 'dst', '');
