import type { Ip } from '../net/ip.js';
import type { SourceRef } from './command.js';
import type { WorldTx } from './transaction.js';

export const lookUp = (_tx: WorldTx, _from: SourceRef, _name: string): Ip | undefined => undefined;
