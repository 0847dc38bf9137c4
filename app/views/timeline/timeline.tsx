import type { ReactElement } from 'react';

export function Timeline(): ReactElement {
  return <div />;
}
