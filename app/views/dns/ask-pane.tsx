import { useId, useState, type FormEvent, type ReactElement } from 'react';
import type { DnsView, RecordType } from '../../../sim-core/index.js';
import { useDnsText } from '../../i18n/dns-text.js';
import { useClusterView } from '../../state/cluster-view.js';
import { Button } from '../../ui/button.js';
import { DottedName } from '../../ui/dotted-name.js';
import { Segmented } from '../../ui/segmented.js';
import { Select } from '../../ui/select.js';
import style from './ask-pane.module.css';
import { sourceKey, sourceName, type Words } from './names.js';
import { ask } from './question.js';
import { ResolvConf } from './resolv-conf.js';

const types: readonly RecordType[] = ['A', 'AAAA', 'SRV', 'CNAME', 'PTR'];

/** The question and the client it is asked from. */
export function AskPane({ answer }: { readonly answer: DnsView }): ReactElement {
  const words = useDnsText();
  const sources = useClusterView((state) => state.cluster?.sources) ?? [];
  return (
    <section className={style.ask} aria-label={words.from}>
      <div className={style.row}>
        <h3>{words.from}</h3>
        <Select
          label={words.from}
          choices={sources.map((source) => ({ value: sourceKey(source), label: sourceName(source, words) }))}
          value={sourceKey(answer.from)}
          onChange={(key) => ask({ from: sources.find((source) => sourceKey(source) === key) })}
        />
      </div>
      <NameForm answer={answer} />
      <ResolvConf answer={answer} />
    </section>
  );
}

/** What the question teaches, and what to ask next. */
export function AskMore({ answer }: { readonly answer: DnsView }): ReactElement {
  const words = useDnsText();
  return (
    <section className={style.ask} aria-label={words.namesTitle}>
      <Why answer={answer} />
      <WhatIf answer={answer} />
      <Names answer={answer} />
    </section>
  );
}

function NameForm({ answer }: { readonly answer: DnsView }): ReactElement {
  const words = useDnsText();
  const [name, setName] = useState(answer.name);
  const [asked, setAsked] = useState(answer.name);
  // Another name was asked, here or elsewhere: the field says it, and keeps the focus.
  if (asked !== answer.name) {
    setAsked(answer.name);
    setName(answer.name);
  }
  const id = useId();
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') ask({ name: name.trim() });
  };
  return (
    <form className={style.form} onSubmit={onSubmit}>
      <label className={style.title} htmlFor={id}>
        {words.name}
      </label>
      <div className={style.row}>
        <input
          id={id}
          className={style.name}
          lang="en"
          value={name}
          list={`${id}-names`}
          autoCapitalize="none"
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
          onChange={(event) => setName(event.target.value)}
        />
        <datalist id={`${id}-names`}>
          {answer.names.map((one) => (
            <option key={one.name} value={one.name} />
          ))}
        </datalist>
        <Button look="solid" type="submit">
          {words.ask}
        </Button>
      </div>
      <Segmented
        label={words.type}
        segments={types.map((value) => ({ value, label: value, lang: 'en' }))}
        value={answer.type}
        onChange={(type) => ask({ type })}
      />
    </form>
  );
}

function whyText({ type, tried, asksCluster, absolute, dots, resolvConf }: DnsView, words: Words): string {
  if (type === 'PTR' && tried[0]?.meaning.code === 'reverse') return words.whyAddress;
  if (!asksCluster) return words.whyOutside;
  if (absolute) return words.whyAbsolute;
  return dots < resolvConf.ndots ? words.whySearch(dots, resolvConf.ndots) : words.whyLong(dots, resolvConf.ndots);
}

/** One box a dot, as many as would make a name long. */
function Why({ answer }: { readonly answer: DnsView }): ReactElement {
  const words = useDnsText();
  const { dots, resolvConf, asksCluster, absolute } = answer;
  return (
    <div className={style.part}>
      <h4>{words.why}</h4>
      <p>
        <code lang="en">{answer.name}</code> {whyText(answer, words)}
      </p>
      {asksCluster && !absolute && (
        <p className={style.meter}>
          {Array.from({ length: resolvConf.ndots }, (_none, index) => (
            <span key={index} className={index < dots ? style.dot : style.hole} aria-hidden="true" />
          ))}
          <span className={style.count}>{words.dotsOf(dots, resolvConf.ndots)}</span>
        </p>
      )}
    </div>
  );
}

function WhatIf({ answer }: { readonly answer: DnsView }): ReactElement | null {
  const words = useDnsText();
  const { whatIf, asksCluster, absolute, name } = answer;
  if (!asksCluster || absolute) return null;
  return (
    <div className={style.part}>
      <h4>{words.whatIf}</h4>
      <p className={style.option}>
        <span lang="en">ndots:1</span>
        <span>{words.outcome(whatIf.ndots1.queries, whatIf.ndots1.ending)}</span>
      </p>
      <button type="button" className={style.option} onClick={() => ask({ name: `${name}.` })}>
        <span>{words.trailingDot}</span>
        <span>{words.outcome(whatIf.absolute.queries, whatIf.absolute.ending)}</span>
      </button>
    </div>
  );
}

function Names({ answer }: { readonly answer: DnsView }): ReactElement {
  const words = useDnsText();
  return (
    <div className={style.part}>
      <h4>{words.namesTitle}</h4>
      <ul className={style.names}>
        {answer.names.map(({ name, type, kind }) => (
          <li key={`${name} ${type}`}>
            <button
              type="button"
              aria-current={name === answer.name ? 'true' : undefined}
              onClick={() => ask({ name, type })}
            >
              <code lang="en">
                <DottedName name={name} />
              </code>
              <span>{words.nameKinds[kind]}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
