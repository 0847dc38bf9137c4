import type { ReactElement } from 'react';
import { useText } from '../i18n/text.js';
import { useSettings } from '../state/settings.js';
import { Dialog } from '../ui/dialog.js';
import { Kbd, withCommand } from '../ui/kbd.js';
import style from './key-sheet.module.css';

type Row = readonly [keys: readonly string[], what: string];

export function KeySheet({ onClose }: { readonly onClose: () => void }): ReactElement {
  const { keys, panes } = useText().lab;
  const singleKeys = useSettings((state) => state.singleKeys);
  const setSingleKeys = useSettings((state) => state.setSingleKeys);
  const groups: readonly (readonly [string, readonly Row[]])[] = [
    [
      keys.packet,
      [
        [['S'], keys.send],
        [['⇧ S'], keys.sendMany],
        [['→'], keys.step],
        [['←'], keys.back],
        [['Home'], keys.first],
        [['End'], keys.last],
        [['Space'], keys.play],
      ],
    ],
    [
      keys.anywhere,
      [
        [[withCommand('K')], keys.find],
        [[withCommand('↵')], keys.apply],
        [[withCommand('Z')], keys.undo],
        [[withCommand('Z', true)], keys.redo],
        [['F6', '⇧ F6'], keys.panes],
        [['Esc', 'Tab'], keys.leaveEditor],
        [['Esc', 'Esc'], keys.leaveTerminal],
        [['Esc'], keys.unpin],
        [['?'], keys.sheet],
      ],
    ],
    [
      keys.views,
      [
        [['G', 'M'], keys.goMap],
        [['G', 'P'], keys.goPath],
        [['G', 'R'], keys.goRules],
        [['G', 'C'], keys.goCompare],
        [['G', 'D'], keys.goDns],
        [['M', '1–5'], keys.mode],
        [['/'], keys.search],
        [['+', '-', '0'], keys.zoomMap],
        [['⇧ ↑ ↓ ← →'], keys.moveMap],
        [['`'], keys.terminal],
        [['T'], keys.theme],
        [['L'], keys.language],
      ],
    ],
  ];
  return (
    <Dialog title={keys.title} closeLabel={panes.close} onClose={onClose}>
      <p className={style.intro}>{keys.intro}</p>
      <label className={style.toggle}>
        <input type="checkbox" checked={singleKeys} onChange={(event) => setSingleKeys(event.target.checked)} />
        {keys.singleKeys}
      </label>
      <div className={style.groups}>
        {groups.map(([title, rows]) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {rows.map(([names, what]) => (
                <div key={what} className={style.row}>
                  <dt>{what}</dt>
                  <dd>
                    {names.map((name, at) => (
                      // One key may be pressed twice.
                      <span key={`${at} ${name}`}>
                        <span className="visually-hidden">{name} </span>
                        <Kbd>{name}</Kbd>
                      </span>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
