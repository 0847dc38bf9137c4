import type { Plugin } from 'vite';

/** The build step that cuts the page into files, and names in it those that every visit needs. */
export declare function firstLoad(): Plugin;
