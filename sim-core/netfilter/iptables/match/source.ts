import { addressMatch } from './address.js';

export const source = addressMatch('source', ['-s', '--source', '--src'], 'src', '-s ');
