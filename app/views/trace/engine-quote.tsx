import type { ReactElement } from 'react';
import type { Hop } from '../../../sim-core/index.js';
import { useEngineQuote } from '../../state/engine-quote.js';
import { Quoted } from './quoted.js';

/** What decided where there are no rules: a virtual server of IPVS, or a policy of a Windows node. */
export default function EngineQuote({ hop }: { readonly hop: Hop }): ReactElement {
  return <Quoted quote={useEngineQuote(hop)} />;
}
