import type { ReactElement } from 'react';

export function RulesView(): ReactElement {
  return <div />;
}
