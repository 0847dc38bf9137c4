import type { ConntrackEntry } from './entry.js';

/** What a packet does to its connection. */
export type Progress =
  | { readonly kind: 'invalid' }
  | { readonly kind: 'ignored' }
  /** The connection was over, and the packet begins the next one between the same ports. */
  | { readonly kind: 'reopened' }
  /** The entry leaves the table; the packet still belongs to it. */
  | { readonly kind: 'ended' }
  | {
      readonly kind: 'changed';
      readonly change: Pick<ConntrackEntry, 'assured'> & Partial<Pick<ConntrackEntry, 'tcp' | 'sctp'>>;
      readonly timeoutSeconds: number;
    };
