import { useEffect, useState, type ReactElement } from 'react';
import type { CaptureKind } from '../../sim-core/index.js';
import { useBringYourOwnText } from '../i18n/bring-your-own-text.js';
import { Button } from '../ui/button.js';
import { Icon } from '../ui/icon.js';
import { Modal } from '../ui/modal.js';
import modal from '../ui/modal.module.css';
import { tabPanel, Tabs } from '../ui/tabs.js';
import style from './bring-your-own.module.css';
import { ClusterTab } from './cluster-tab.js';
import { DeskClient } from './desk-client.js';
import { closeBringYourOwn, useBringYourOwn } from './request.js';
import { RulesTab } from './rules-tab.js';

/** A real cluster as a lab, or packets in the rules of a real node. */
export default function BringYourOwn(): ReactElement {
  const words = useBringYourOwnText();
  const { tab = 'cluster', files, turn } = useBringYourOwn();
  const [desk] = useState(() => new DeskClient());
  useEffect(() => () => desk.close(), [desk]);
  const select = (next: CaptureKind) => useBringYourOwn.setState({ tab: next, files: [] });
  return (
    <Modal className={style.dialog} name={{ label: words.title }} onClose={closeBringYourOwn}>
      <div className={style.inner}>
        <header className={style.head}>
          <h2 className={modal.title}>{words.title}</h2>
          <p className={style.privacy}>
            <Icon name="check" />
            {words.privacy}
          </p>
          <Button look="quiet" icon="close" label={words.close} onClick={closeBringYourOwn} />
        </header>
        <div className={style.tabs}>
          <Tabs
            name="bring"
            label={words.tabs.label}
            items={[
              { id: 'cluster', label: words.tabs.cluster },
              { id: 'rules', label: words.tabs.rules },
            ]}
            selected={tab}
            onSelect={select}
          />
        </div>
        <div className={style.panel} {...tabPanel('bring', tab)}>
          {tab === 'cluster' ? (
            <ClusterTab key={turn} desk={desk} given={files} />
          ) : (
            <RulesTab key={turn} desk={desk} given={files} />
          )}
        </div>
      </div>
    </Modal>
  );
}
