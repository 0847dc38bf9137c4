import { useState, type ReactElement } from 'react';
import { useText } from '../i18n/text.js';
import { Button } from '../ui/button.js';

interface CopyButtonProps {
  readonly text: string | undefined;
  readonly look?: 'solid' | 'line' | 'quiet';
  readonly label?: string;
}

/** Copies, and says that it did; where the clipboard is forbidden it says what to do instead. */
export function CopyButton({ text, look = 'solid', label }: CopyButtonProps): ReactElement {
  const { share } = useText();
  const [tried, setTried] = useState<{ readonly text: string; readonly state: 'copied' | 'failed' }>();
  const state = tried?.text === text ? tried?.state : undefined;
  const copy = (): void => {
    if (text === undefined) return;
    write(text).then(
      () => setTried({ text, state: 'copied' }),
      () => setTried({ text, state: 'failed' }),
    );
  };
  return (
    <>
      <Button look={look} icon={state === 'copied' ? 'check' : 'copy'} disabled={text === undefined} onClick={copy}>
        {state === 'copied' ? share.copied : (label ?? share.copy)}
      </Button>
      <span role="status" className={state === 'failed' ? undefined : 'visually-hidden'}>
        {state === 'copied' ? share.copied : state === 'failed' ? share.copyFailed : ''}
      </span>
    </>
  );
}

const write = (text: string): Promise<void> =>
  navigator.clipboard === undefined ? Promise.reject(new Error('no clipboard')) : navigator.clipboard.writeText(text);
