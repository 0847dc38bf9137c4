import type { ReactElement } from 'react';
import type { DnsView } from '../../../sim-core/index.js';
import { useDnsText } from '../../i18n/dns-text.js';
import { useClusterView } from '../../state/cluster-view.js';
import { ipKind } from '../../state/ip-kind.js';
import ipInk from '../../ui/ip-ink.module.css';
import style from './ask-pane.module.css';
import { sourceName } from './names.js';

/** The file as it stands, with the suffix that helped marked in it. */
export function ResolvConf({ answer }: { readonly answer: DnsView }): ReactElement {
  const words = useDnsText();
  const cluster = useClusterView((state) => state.cluster);
  const { text, nameserver } = answer.resolvConf;
  const suffix = answer.winner === undefined ? undefined : answer.tried[answer.winner]?.suffix;
  return (
    <div className={style.part}>
      <h4>{words.resolvConf(sourceName(answer.from, words))}</h4>
      <pre className={style.file} lang="en" tabIndex={0}>
        {text
          .trimEnd()
          .split('\n')
          .map((line) => (
            <div key={line}>
              {line.split(' ').map((word, index) => (
                <span key={index}>
                  {index > 0 && ' '}
                  {word === nameserver ? (
                    <span className={ipInk[ipKind(word, cluster)]}>{word}</span>
                  ) : line.startsWith('search') && word === suffix ? (
                    <mark>{word}</mark>
                  ) : word.startsWith('ndots') ? (
                    <strong>{word}</strong>
                  ) : (
                    word
                  )}
                </span>
              ))}
            </div>
          ))}
      </pre>
    </div>
  );
}
