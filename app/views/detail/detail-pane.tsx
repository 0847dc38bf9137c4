import { Fragment, type ReactElement } from 'react';
import type { DetailView, ObjectKey, ShellPlace } from '../../../sim-core/index.js';
import { useDetailText } from '../../i18n/detail-text.js';
import { useQuery } from '../../state/cluster-view.js';
import { sameObject } from '../../state/selection.js';
import { goTo, runInTerminal, useTerminals } from '../../state/terminal.js';
import { Button } from '../../ui/button.js';
import { PaneHead } from '../../ui/pane-head.js';
import style from './detail.module.css';
import { NodeBody } from './node-body.js';
import { Quote } from './parts.js';
import { PodBody } from './pod-body.js';
import { ServiceBody } from './service-body.js';
import { showYaml } from './show-yaml.js';

interface DetailPaneProps {
  readonly object: ObjectKey;
  /** Absent where what is around it has a way to close it. */
  readonly onClose?: () => void;
  /** Brings the terminal into view. */
  readonly onTerminal: () => void;
}

/** Everything about one Service, Pod or Node that has to do with reaching it. */
export default function DetailPane({ object, onClose, onTerminal }: DetailPaneProps): ReactElement {
  const words = useDetailText();
  const answer = useQuery({ kind: 'detail', object });
  const detail = answer !== undefined && sameObject(answer.object, object) ? answer : undefined;
  return (
    <>
      <PaneHead
        end={onClose !== undefined && <Button look="quiet" icon="close" label={words.close} onClick={onClose} />}
      >
        <h3 className={style.title} lang="en">
          <span>{object.kind}</span> {object.name}
        </h3>
      </PaneHead>
      <div className={style.body} tabIndex={0} role="group" aria-label={`${object.kind} ${object.name}`}>
        {detail !== undefined && (
          <Fragment key={`${object.kind} ${object.namespace} ${object.name}`}>
            <Tools object={object} onTerminal={onTerminal} />
            <Body detail={detail} />
            <details className={style.more}>
              <summary lang="en">{words.describe}</summary>
              <Quote text={detail.describe} />
            </details>
          </Fragment>
        )}
      </div>
    </>
  );
}

function Body({ detail }: { readonly detail: DetailView }): ReactElement {
  if (detail.kind === 'Service') return <ServiceBody detail={detail} />;
  return detail.kind === 'Pod' ? <PodBody detail={detail} /> : <NodeBody detail={detail} />;
}

function describeLine({ kind, namespace, name }: ObjectKey): string {
  const where = kind === 'Node' || namespace === 'default' ? '' : ` -n ${namespace}`;
  return `kubectl describe ${kind.toLowerCase()} ${name}${where}`;
}

function placeAt({ kind, namespace, name }: ObjectKey): ShellPlace | undefined {
  if (kind === 'Pod') return { kind: 'pod', namespace, name };
  return kind === 'Node' ? { kind: 'node', node: name } : undefined;
}

function Tools({ object, onTerminal }: Omit<DetailPaneProps, 'onClose'>): ReactElement {
  const words = useDetailText();
  const place = placeAt(object);
  return (
    <div className={style.tools}>
      {object.kind !== 'Node' && <Button onClick={() => void showYaml(object)}>{words.show}</Button>}
      <Button
        onClick={() => {
          onTerminal();
          void runInTerminal(describeLine(object));
        }}
      >
        {words.describeIn}
      </Button>
      {place !== undefined && (
        <Button
          onClick={() => {
            onTerminal();
            void goTo(useTerminals.getState().active, place);
          }}
        >
          {words.shell}
        </Button>
      )}
    </div>
  );
}
