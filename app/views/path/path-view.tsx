import type { ReactElement } from 'react';

export function PathView(): ReactElement {
  return <div />;
}
