import type { Hop, Packet, Trace } from '../../sim-core/index.js';
import { endAddress, hopWords, packetName, placeName } from '../i18n/hop-words.js';
import { sentence, type Catalogue } from '../i18n/text.js';

const header = (packet: Packet): string =>
  `\`${packetName(packet)} ${endAddress(packet, 'src')} → ${endAddress(packet, 'dst')}\``;

const sameHeader = (a: Packet, b: Packet): boolean => header(a) === header(b);

/** A packet's way as a text that can be pasted anywhere: a numbered list, rules quoted as they are. */
export function traceMarkdown(trace: Trace, text: Catalogue, link: string): string {
  const { takeAway, trace: words } = text;
  const first = trace.request[0];
  const title = first === undefined ? '' : ` ${header(first.before)}`;
  const legs: readonly (readonly [string, readonly Hop[]])[] = [
    [words.legs.request, trace.request],
    [words.legs.reply, trace.reply],
  ];
  return [
    `# ${takeAway.packet(trace.id)}${title}`,
    '',
    `${takeAway.outcome}: **${words.outcomes[trace.outcome]}**`,
    ...legs.flatMap(([name, hops]) =>
      hops.length === 0 ? [] : ['', `## ${name}`, '', ...hops.flatMap((hop) => hopLines(hop, text))],
    ),
    '',
    `<${link}>`,
    '',
  ].join('\n');
}

function hopLines(hop: Hop, text: Catalogue): readonly string[] {
  const { before, after, step } = hop;
  const { title } = hopWords(hop, text);
  return [
    `${hop.index + 1}. **${placeName(hop.place, text)}**, ${title}. ${sentence(hop.reason, text)}`,
    ...(!sameHeader(before, after) ? ['', `   ${header(before)} → ${header(after)}`] : []),
    ...(step.kind === 'rule' ? ['', '   ```', `   ${step.text}`, '   ```', ''] : []),
  ];
}
