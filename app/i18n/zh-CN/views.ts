import type { en } from '../en/index.js';

export const map: (typeof en)['map'] = {};

export const path: (typeof en)['path'] = {};

export const rules: (typeof en)['rules'] = {};

export const timeline: (typeof en)['timeline'] = {};
