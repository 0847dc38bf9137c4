import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createEngineClient } from '../engine/client.js';
import { boot } from '../state/boot.js';
import { App } from './app.js';

/** The whole Lab, on a page of its own. */
export function start(root: HTMLElement): void {
  void boot(createEngineClient());
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
