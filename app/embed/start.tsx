import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createEngineClient } from '../engine/client.js';
import { boot, openLink } from '../state/boot.js';
import { forgetLayout, useLayout } from '../state/layout.js';
import { isLink } from '../state/link-form.js';
import { pageParameters } from '../state/page-parameters.js';
import { keepSessionUnder } from '../state/session.js';
import { EmbedApp } from './embed-app.js';
import { hostOrigin } from './host-origin.js';

/** The Lab as a part of somebody's page: what is done in it is kept apart, for this very link. */
export function start(root: HTMLElement): void {
  keepSessionUnder(`kubehop.embed.${shortHash(window.location.search + window.location.hash + (hostOrigin() ?? ''))}`);
  forgetLayout();
  // What the reader last looked at in the whole Lab is no wish of this page's.
  useLayout.getState().set({ view: pageParameters.panes[0] ?? 'map' });
  void boot(createEngineClient(), { keepFragment: true });
  window.addEventListener('hashchange', () => {
    if (isLink(window.location.hash)) void openLink(window.location.hash);
  });
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
