import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { firstLoad } from './.ci/first-load.mjs';
import { offlineFiles } from './.ci/offline-files.mjs';

export default defineConfig({
  base: './',
  plugins: [react(), firstLoad(), offlineFiles()],
  worker: { format: 'es' },
  build: {
    manifest: true,
    rollupOptions: {
      // Other people's pages name the custom element, and browsers the service worker: those names never change.
      input: { index: 'index.html', embed: 'app/embed/element.ts', sw: 'app/offline/service-worker.ts' },
      output: {
        entryFileNames: ({ name }) => (name === 'embed' || name === 'sw' ? `${name}.js` : 'assets/[name]-[hash].js'),
      },
    },
  },
  test: { include: ['sim-core/**/*.test.ts', 'app/**/*.test.ts'], environment: 'node' },
});
