import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  base: './',
  plugins: [react()],
  worker: { format: 'es' },
  build: {
    manifest: true,
    rollupOptions: {
      // The custom element is a script that other people's pages name, so its own name never changes.
      input: { index: 'index.html', embed: 'app/embed/element.ts' },
      output: { entryFileNames: ({ name }) => (name === 'embed' ? 'embed.js' : 'assets/[name]-[hash].js') },
    },
  },
  test: { include: ['sim-core/**/*.test.ts', 'app/**/*.test.ts'], environment: 'node' },
});
