import type { ReactElement } from 'react';
import { hostPort, type DnsView } from '../../../sim-core/index.js';
import { useDnsText } from '../../i18n/dns-text.js';
import { apply, chooseSource, chooseTarget, send } from '../../state/actions.js';
import { newFile, useDocument } from '../../state/document.js';
import { useLayout } from '../../state/layout.js';
import { usePlayback } from '../../state/playback.js';
import { Button } from '../../ui/button.js';
import { IpChip } from '../../ui/ip-chip.js';
import { coreDnsFile, coreDnsManifest } from './core-dns.js';
import style from './dns-view.module.css';

function runCoreDns(): void {
  const { files } = useDocument.getState();
  if (files.some((file) => file.name === coreDnsFile)) return;
  useDocument.setState({ files: [...files, { ...newFile(coreDnsFile, coreDnsManifest), applied: '' }] });
  void apply();
}

async function sendQuery({ from, server }: DnsView): Promise<void> {
  chooseSource(from);
  chooseTarget({
    to: hostPort(server.ip, 53),
    protocol: 'UDP',
    kind: 'clusterIP',
    ...(server.service !== undefined && { object: server.service }),
  });
  await send();
}

const showMap = (): void => useLayout.getState().set({ view: 'map', phoneTab: 'path' });

/** The question as what it is on the wire. */
export function PacketCard({ answer }: { readonly answer: DnsView }): ReactElement {
  const words = useDnsText();
  const { server, asksCluster } = answer;
  const trace = usePlayback((state) => state.trace);
  const to = hostPort(server.ip, 53);
  const sent = trace?.to === to ? trace : undefined;
  if (!asksCluster) return <p className={style.packet}>{words.outsideServer}</p>;
  if (server.service === undefined) {
    return (
      <div className={style.packet}>
        <p>{words.noServer}</p>
        <Button onClick={runCoreDns}>{words.addServer}</Button>
      </div>
    );
  }
  return (
    <div className={style.packet}>
      <p>
        {words.packet} <IpChip kind="cluster" text={to} />
        {sent !== undefined && <span role="status"> {words.packetDone(sent.id)}</span>}
      </p>
      <span className={style.actions}>
        <Button onClick={() => void sendQuery(answer)}>{words.send}</Button>
        <Button
          onClick={() => {
            if (sent !== undefined) return showMap();
            void sendQuery(answer).then(showMap);
          }}
        >
          {words.watch}
        </Button>
      </span>
    </div>
  );
}
