import type { FinderItem } from '../../ui/finder.js';

/** An item of the list, and what a query is compared with. */
export interface Entry extends FinderItem {
  readonly text: string;
}
