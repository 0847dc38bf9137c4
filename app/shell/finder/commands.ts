import type { ClusterView } from '../../../sim-core/index.js';
import { openBringYourOwn } from '../../bring-your-own/request.js';
import type { Words } from '../../i18n/finder-text.js';
import type { Catalogue } from '../../i18n/text.js';
import { apply, redo, undo } from '../../state/actions.js';
import { useDocument } from '../../state/document.js';
import { createFile } from '../../state/files.js';
import { useHistory } from '../../state/history.js';
import { useLayout, views } from '../../state/layout.js';
import { chooseMode } from '../../state/mode-choice.js';
import { proxyModes } from '../../state/mode-config.js';
import { useSettings } from '../../state/settings.js';
import { withCommand } from '../../ui/kbd.js';
import { ask } from '../../views/dns/question.js';
import { pickFiles } from '../../views/editor/pick-files.js';
import { focusPane, focusTerminal } from '../panes.js';
import { undoLabel } from '../undo-label.js';
import type { Entry } from './entry.js';
import { stepEntries } from './steps.js';

/** What only the page around can open. */
export interface PageDialogs {
  readonly share: () => void;
  readonly takeAway: () => void;
  readonly keys: () => void;
}

const entry = (id: string, label: string, onSelect: () => void, keys?: string, also = ''): Entry => ({
  id,
  text: `${label} ${also}`,
  body: label,
  ...(keys !== undefined && { keys }),
  onSelect,
});

const letterOf: Readonly<Record<string, string>> = { map: 'M', path: 'P', rules: 'R', compare: 'C', dns: 'D' };

export const viewEntries = ({ finder }: Words, { lab }: Catalogue): readonly Entry[] => [
  ...views.map((view) =>
    entry(
      `view-${view}`,
      finder.goTo(lab.views[view]),
      () =>
        useLayout.getState().set({ view, ...(view !== 'map' && view in phoneTabs && { phoneTab: phoneTabs[view] }) }),
      letterOf[view] === undefined ? undefined : `G ${letterOf[view]}`,
      view,
    ),
  ),
  entry('view-terminal', finder.terminal, focusTerminal, '`', 'terminal shell'),
];

const phoneTabs: Readonly<Record<string, 'path' | 'rules' | 'dns'>> = { path: 'path', rules: 'rules', dns: 'dns' };

function dnsEntries({ services }: ClusterView, { finder }: Words): readonly Entry[] {
  return services.slice(0, 500).map(({ name, namespace }) => {
    const full = `${name}.${namespace}.svc.cluster.local`;
    return entry(`dns-${namespace}-${name}`, `${finder.lookUp} ${full}`, () => {
      ask({ name: full });
      useLayout.getState().set({ view: 'dns', phoneTab: 'dns' });
    });
  });
}

function fileEntries({ finder }: Words): readonly Entry[] {
  const show = (active: string) => () => {
    useDocument.setState({ active });
    useLayout.getState().set({ editorOpen: true, phoneTab: 'yaml' });
    focusPane('editor');
  };
  const { files } = useDocument.getState();
  return [
    ...files.map(({ name }) => entry(`file-${name}`, `${finder.editFile} ${name}`, show(name))),
    entry('file-new', finder.newFile, () => void createFile(), undefined, 'new file'),
    entry('file-open', finder.openFile, pickFiles, undefined, 'open file'),
  ];
}

function settingEntries({ finder }: Words, { lab }: Catalogue): readonly Entry[] {
  const { theme, setTheme, language, setLanguage } = useSettings.getState();
  const dark = theme === 'dark';
  const other = language === 'en' ? 'zh-CN' : 'en';
  return [
    entry(
      'theme',
      dark ? lab.topBar.toLight : lab.topBar.toDark,
      () => setTheme(dark ? 'light' : 'dark'),
      'T',
      'theme',
    ),
    entry(
      'language',
      other === 'en' ? finder.english : finder.chinese,
      () => setLanguage(other),
      'L',
      'language chinese english 语言',
    ),
  ];
}

/** Everything that can be done, most wanted first. */
export function commandEntries(
  cluster: ClusterView,
  words: Words,
  catalogue: Catalogue,
  page: PageDialogs,
): readonly Entry[] {
  const { lab, share, takeAway } = catalogue;
  const { past, future } = useHistory.getState();
  const last = past.at(-1);
  return [
    ...proxyModes.flatMap((mode, index) =>
      mode === cluster.mode
        ? []
        : [
            entry(
              `mode-${mode}`,
              words.finder.switchMode(mode),
              () => void chooseMode(mode),
              `M ${index + 1}`,
              'mode switch',
            ),
          ],
    ),
    ...(last === undefined
      ? []
      : [entry('undo', undoLabel(last.kind, lab.topBar), () => void undo(), withCommand('Z'), 'undo')]),
    ...(future.length === 0 ? [] : [entry('redo', lab.topBar.redo, () => void redo(), withCommand('Z', true), 'redo')]),
    entry('apply', words.finder.apply, () => void apply(), withCommand('↵'), 'apply'),
    ...stepEntries(catalogue),
    entry('share', share.button, page.share, undefined, 'share embed link'),
    entry('export', takeAway.button, page.takeAway, undefined, 'export download svg png'),
    entry('bring', takeAway.bringYourOwn, () => openBringYourOwn(), undefined, 'import cluster iptables-save nft'),
    entry('keys', lab.topBar.keyboard, page.keys, '?', 'keyboard shortcuts help'),
    ...settingEntries(words, catalogue),
    ...fileEntries(words),
    ...dnsEntries(cluster, words),
  ];
}
