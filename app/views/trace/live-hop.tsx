import type { ReactElement } from 'react';
import type { Hop } from '../../../sim-core/index.js';
import { endAddress, hopWords, placeName } from '../../i18n/hop-words.js';
import { sentence, useText, type Catalogue } from '../../i18n/text.js';
import { useCurrentHop, useHops } from '../../state/playback.js';

/** What the hop did, in one sentence: the change of the header where there is one. */
function deed(hop: Hop, text: Catalogue): string {
  const { live } = text.trace;
  const [fromDst, toDst] = [endAddress(hop.before, 'dst'), endAddress(hop.after, 'dst')];
  if (fromDst !== toDst) return live.destination(fromDst, toDst);
  const [fromSrc, toSrc] = [endAddress(hop.before, 'src'), endAddress(hop.after, 'src')];
  return fromSrc === toSrc ? sentence(hop.reason, text) : live.source(fromSrc, toSrc);
}

function spoken(hop: Hop, total: number, text: Catalogue): string {
  const { step } = hop;
  const what = 'hook' in step ? step.hook : hopWords(hop, text).title;
  const place = placeName(hop.place, text);
  // A title that begins with the place says it only once.
  const rest = what.startsWith(place) ? what.slice(place.length).replace(/^[,，]?\s*/, '') : what;
  return text.trace.live.hop(hop.index + 1, total, place, rest === '' ? what : rest, deed(hop, text));
}

/** Reads each hop out as the packet moves. */
export function LiveHop(): ReactElement {
  const text = useText();
  const hop = useCurrentHop();
  const total = useHops().length;
  return (
    <p className="visually-hidden" role="status" aria-live="polite">
      {hop === undefined ? '' : spoken(hop, total, text)}
    </p>
  );
}
