import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createEngineClient } from '../engine/client.js';
import { boot } from '../state/boot.js';
import { useLayout } from '../state/layout.js';
import { pageParameters } from '../state/page-parameters.js';
import { keepSessionUnder } from '../state/session.js';
import { EmbedApp } from './embed-app.js';

/** The Lab as a part of somebody's page: what is done in it is kept apart, for this very link. */
export function start(root: HTMLElement): void {
  keepSessionUnder(`kubehop.embed.${shortHash(window.location.search + window.location.hash)}`);
  const begun = boot(createEngineClient(), { keepFragment: true });
  const [first] = pageParameters.panes;
  if (first !== undefined) void begun.then(() => useLayout.getState().set({ view: first }));
  // It says when it is ready to hear, so it may come a moment later than the picture.
  if (window.parent !== window) void import('./bridge.js').then(({ openBridge }) => openBridge());
  createRoot(root).render(
    <StrictMode>
      <EmbedApp />
    </StrictMode>,
  );
}

/** Tells one link from another; nothing depends on it but the name of a stored item. */
function shortHash(text: string): string {
  let hash = 5381;
  for (const letter of text) hash = (Math.imul(hash, 33) ^ (letter.codePointAt(0) ?? 0)) >>> 0;
  return hash.toString(36);
}
