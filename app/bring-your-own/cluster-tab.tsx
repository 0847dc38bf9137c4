import { useEffect, useState, type ReactElement } from 'react';
import type { DumpFile, ImportCorrections, ImportedCluster, ImportProblem } from '../../sim-core/index.js';
import { useBringYourOwnText } from '../i18n/bring-your-own-text.js';
import { newFile } from '../state/document.js';
import { openLab } from '../state/boot.js';
import { setSessionAside } from '../state/session.js';
import { ClusterPreview } from './cluster-preview.js';
import type { DeskClient } from './desk-client.js';
import { Intake } from './intake.js';
import { closeBringYourOwn } from './request.js';

const command = 'kubectl get nodes,ns,svc,endpointslices,endpoints,pods,deploy,rs,sts,ds,cm -A -o yaml';

type Stage =
  | { readonly kind: 'empty' | 'reading' | 'failed' }
  | { readonly kind: 'problem'; readonly problem: ImportProblem }
  | { readonly kind: 'read'; readonly files: readonly DumpFile[]; readonly cluster: ImportedCluster };

interface TabProps {
  readonly desk: DeskClient;
  readonly given: readonly DumpFile[];
}

export function ClusterTab({ desk, given }: TabProps): ReactElement {
  const words = useBringYourOwnText();
  const [stage, setStage] = useState<Stage>({ kind: given.length > 0 ? 'reading' : 'empty' });
  const read = (
    files: readonly DumpFile[],
    corrections: ImportCorrections = {},
  ): Promise<ImportedCluster | undefined> => {
    const reading = desk.ask('importCluster', files, corrections);
    return reading.then(
      (result) => {
        if ('kind' in result) setStage({ kind: 'problem', problem: result });
        else return result;
        return undefined;
      },
      () => {
        setStage({ kind: 'failed' });
        return undefined;
      },
    );
  };
  const onRead = (files: readonly DumpFile[]): void => {
    setStage({ kind: 'reading' });
    load(files);
  };
  const load = (files: readonly DumpFile[]): void => {
    void read(files).then((cluster) => cluster && setStage({ kind: 'read', files, cluster }));
  };
  useEffect(() => {
    if (given.length > 0) load(given);
    // Files that were dropped on the page are read once: others come with another key.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [given]);
  if (stage.kind === 'read') {
    return (
      <ClusterPreview
        files={stage.files}
        cluster={stage.cluster}
        onAnother={() => setStage({ kind: 'empty' })}
        onOpen={(corrections) =>
          void read(stage.files, corrections).then((cluster) => cluster && openImported(cluster))
        }
      />
    );
  }
  return (
    <Intake
      note={words.clusterNote}
      commands={[command]}
      reading={stage.kind === 'reading'}
      problem={stage.kind === 'problem' ? words.problem(stage.problem) : stage.kind === 'failed' ? words.failed : null}
      onRead={onRead}
    />
  );
}

/** What was there before is kept aside, as when a link is opened. */
function openImported({ config, files }: ImportedCluster): void {
  closeBringYourOwn();
  setSessionAside();
  const texts = Object.entries(files).map(([name, text]) => newFile(name, text));
  const active = texts.find(({ name }) => name === 'services.yaml') ?? texts[0];
  void openLab({ seed: 1, config, files: texts, active: active?.name ?? '', log: [] });
}
