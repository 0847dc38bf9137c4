import type { ReactElement } from 'react';
import type { Trace } from '../../../sim-core/index.js';
import { hostPort } from '../../../sim-core/index.js';
import { placeName } from '../../i18n/hop-words.js';
import { useText, type Catalogue } from '../../i18n/text.js';
import { seek } from '../../state/actions.js';
import { useClusterView } from '../../state/cluster-view.js';
import { ipKind } from '../../state/ip-kind.js';
import type { Leg } from '../../state/playback.js';
import { Button } from '../../ui/button.js';
import { classNames } from '../../ui/class-names.js';
import { IpChip } from '../../ui/ip-chip.js';
import style from './outcome-summary.module.css';

interface OutcomeSummaryProps {
  readonly trace: Trace;
  readonly leg: Leg;
}

function explanation(trace: Trace, { trace: { result } }: Catalogue): string {
  switch (trace.outcome) {
    case 'answered':
      return '';
    case 'connected':
      return result.connected;
    case 'refused':
      return result.refused;
    case 'unreachable':
      return result.unreachable;
    case 'timeout':
      return result.timeout;
    case 'reset':
      return result.reset;
    case 'dns-failure':
      return result.dns;
  }
}

/** How it ended, once the packet is there; before that, the way to its reply. */
export function OutcomeSummary({ trace, leg }: OutcomeSummaryProps): ReactElement {
  const text = useText();
  const { trace: words } = text;
  if (leg === 'request' && trace.reply.length > 0) {
    return (
      <div className={style.next}>
        <Button iconEnd="arrow-right" onClick={() => seek(0, 'reply')}>
          {words.showReply}
        </Button>
      </div>
    );
  }
  const well = trace.outcome === 'answered' || trace.outcome === 'connected';
  return (
    <section className={classNames(style.outcome, !well && style.bad)} aria-label={words.result.title}>
      <h3>{words.outcomes[trace.outcome]}</h3>
      <p>{explanation(trace, text)}</p>
      <Swap trace={trace} />
      {trace.backend !== undefined && <Backend trace={trace} backend={trace.backend} />}
      {trace.refusedHow !== undefined && (
        <p>
          {words.result.refusedBy} <code lang="en">{trace.refusedHow}</code>
        </p>
      )}
    </section>
  );
}

/** What a Service's address came to: replaced on the way, and put back on the way home. */
function Swap({ trace }: { readonly trace: Trace }): ReactElement | null {
  const text = useText();
  const { flow, backend, from, request, reply } = trace;
  const swapping = request.find(({ before, after }) => before.dst !== after.dst);
  const home = reply.at(-1)?.after;
  if (backend?.place.kind !== 'pod' || swapping?.before.dst !== flow.dst || home?.src !== flow.dst) return null;
  const asked = hostPort(flow.dst, flow.dport);
  const real = hostPort(backend.local.ip, backend.local.port);
  return <p>{text.trace.result.swapped(placeName(from, text), asked, placeName(swapping.place, text), real)}</p>;
}

interface BackendProps {
  readonly trace: Trace;
  readonly backend: NonNullable<Trace['backend']>;
}

function Backend({ trace, backend }: BackendProps): ReactElement {
  const text = useText();
  const { result, ipKinds } = text.trace;
  const cluster = useClusterView((state) => state.cluster);
  const kind = ipKind(backend.sawSource.ip, cluster);
  const own = backend.sawSource.ip === trace.flow.src;
  return (
    <>
      <p>{result.answeredBy(placeName(backend.place, text))}</p>
      <p className={style.saw}>
        {result.saw}
        <IpChip kind={kind} text={hostPort(backend.sawSource.ip, backend.sawSource.port)} kindLabel={ipKinds[kind]} />
      </p>
      <p>{own ? result.sawItself : result.sawOther}</p>
    </>
  );
}
