import type { Plugin } from 'vite';

/** The build step that tells the service worker which files there are. */
export declare function offlineFiles(): Plugin;
