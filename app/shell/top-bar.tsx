import type { ReactElement } from 'react';
import { openBringYourOwn } from '../bring-your-own/request.js';
import type { Language } from '../i18n/language.js';
import { useText } from '../i18n/text.js';
import { redo, undo } from '../state/actions.js';
import { openFinder } from '../state/finder.js';
import { useHistory } from '../state/history.js';
import { useLayout } from '../state/layout.js';
import { useNotices } from '../state/notices.js';
import { useSettings } from '../state/settings.js';
import { Button } from '../ui/button.js';
import { Icon } from '../ui/icon.js';
import { Menu } from '../ui/menu.js';
import { Segmented, type Segment } from '../ui/segmented.js';
import { Logo } from './logo.js';
import { ModePicker } from './mode-picker.js';
import { ScenarioButton } from './scenario-button.js';
import { undoLabel } from './undo-label.js';
import style from './top-bar.module.css';
import type { Frame } from './use-frame.js';

const languageSegments: readonly Segment<Language>[] = [
  { value: 'en', label: 'EN', lang: 'en' },
  { value: 'zh-CN', label: '中文', lang: 'zh-CN' },
];

interface TopBarProps {
  readonly frame: Frame;
  readonly onKeys: () => void;
  readonly onShare: () => void;
  readonly onTakeAway: () => void;
}

export function TopBar({ frame, onKeys, onShare, onTakeAway }: TopBarProps): ReactElement {
  const { lab } = useText();
  return (
    <header className={style.bar}>
      <Logo name={lab.name} />
      {frame !== 'phone' && <ScenarioButton wide={frame === 'wide'} />}
      <NotSaved />
      <ModePicker frame={frame} />
      {frame === 'phone' ? (
        <PhoneMenu onShare={onShare} onTakeAway={onTakeAway} />
      ) : (
        <Actions onKeys={onKeys} onShare={onShare} onTakeAway={onTakeAway} narrow={frame !== 'wide'} />
      )}
    </header>
  );
}

function useThemeSwitch(): { readonly icon: 'sun' | 'moon'; readonly label: string; readonly toggle: () => void } {
  const { topBar } = useText().lab;
  const theme = useSettings((state) => state.theme);
  const setTheme = useSettings((state) => state.setTheme);
  return theme === 'dark'
    ? { icon: 'sun', label: topBar.toLight, toggle: () => setTheme('light') }
    : { icon: 'moon', label: topBar.toDark, toggle: () => setTheme('dark') };
}

function useTravel() {
  const { topBar } = useText().lab;
  const last = useHistory((state) => state.past.at(-1)?.kind);
  const canRedo = useHistory((state) => state.future.length > 0);
  return { undoLabel: undoLabel(last, topBar), canUndo: last !== undefined, canRedo };
}

interface ActionsProps extends Omit<TopBarProps, 'frame'> {
  readonly narrow: boolean;
}

function Actions({ narrow, onKeys, onShare, onTakeAway }: ActionsProps): ReactElement {
  const { lab, share, takeAway } = useText();
  const { topBar } = lab;
  const language = useSettings((state) => state.language);
  const setLanguage = useSettings((state) => state.setLanguage);
  const theme = useThemeSwitch();
  const { undoLabel, canUndo, canRedo } = useTravel();
  return (
    <div className={style.actions}>
      <Button look="quiet" icon="plus" label={takeAway.bringYourOwn} onClick={() => openBringYourOwn()} />
      <Button look="quiet" icon="undo" label={undoLabel} disabled={!canUndo} onClick={() => void undo()} />
      <Button look="quiet" icon="redo" label={topBar.redo} disabled={!canRedo} onClick={() => void redo()} />
      <span className={style.rule} />
      {narrow ? (
        <>
          <Button look="quiet" icon="link" label={share.button} onClick={onShare} />
          <Button look="quiet" icon="download" label={takeAway.button} onClick={onTakeAway} />
        </>
      ) : (
        <>
          <Button look="quiet" icon="link" onClick={onShare}>
            {share.button}
          </Button>
          <Button look="quiet" icon="download" onClick={onTakeAway}>
            {takeAway.button}
          </Button>
        </>
      )}
      <span className={style.rule} />
      <Segmented label={topBar.language} segments={languageSegments} value={language} onChange={setLanguage} />
      <Button look="quiet" icon={theme.icon} label={theme.label} onClick={theme.toggle} />
      <Button look="quiet" icon="keyboard" label={topBar.keyboard} onClick={onKeys} />
    </div>
  );
}

function PhoneMenu({ onShare, onTakeAway }: Pick<TopBarProps, 'onShare' | 'onTakeAway'>): ReactElement {
  const { lab, share, takeAway } = useText();
  const { topBar } = lab;
  const language = useSettings((state) => state.language);
  const setLanguage = useSettings((state) => state.setLanguage);
  const theme = useThemeSwitch();
  const { undoLabel, canUndo, canRedo } = useTravel();
  const other = languageSegments.find((segment) => segment.value !== language) ?? languageSegments[0];
  return (
    <Menu
      label={topBar.menu}
      items={[
        { label: undoLabel, icon: 'undo', disabled: !canUndo, onSelect: () => void undo() },
        { label: topBar.redo, icon: 'redo', disabled: !canRedo, onSelect: () => void redo() },
        { label: topBar.scenario, icon: 'list', onSelect: () => openFinder('scenarios') },
        { label: topBar.find, icon: 'search', onSelect: () => openFinder('all') },
        { label: share.button, icon: 'link', onSelect: onShare },
        { label: takeAway.button, icon: 'download', onSelect: onTakeAway },
        { label: takeAway.bringYourOwn, icon: 'plus', onSelect: () => openBringYourOwn() },
        {
          label: lab.views.compare,
          icon: 'panel',
          onSelect: () => useLayout.getState().set({ phoneTab: 'compare' }),
        },
        { label: lab.views.dns, icon: 'search', onSelect: () => useLayout.getState().set({ phoneTab: 'dns' }) },
        { label: theme.label, icon: theme.icon, onSelect: theme.toggle },
        {
          label: other?.value === 'en' ? 'English' : '中文',
          icon: 'globe',
          onSelect: () => other !== undefined && setLanguage(other.value),
        },
      ]}
    />
  );
}

/** Said once, small, where it does not get in the way. */
function NotSaved(): ReactElement | null {
  const { saving: words } = useText().lab;
  const saving = useNotices((state) => state.saving);
  if (saving === 'saved') return null;
  return (
    <p className={style.saving} role="status" title={words[saving]}>
      <Icon name="alert" />
      <span>{words.short}</span>
      <span className="visually-hidden">{words[saving]}</span>
    </p>
  );
}
