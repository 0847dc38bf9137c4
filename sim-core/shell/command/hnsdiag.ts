import { listEndpoints, listLoadBalancers } from '../../hns/listing.js';
import type { HnsPolicies } from '../../hns/model.js';
import { failure, output, type Command } from '../command.js';
import type { Flag } from '../flags.js';
import { withFlags } from '../usage.js';

const flags: readonly Flag[] = [{ name: 'details', short: 'd', about: 'has no effect: everything is shown' }];

const listings: Readonly<Record<string, (policies: HnsPolicies) => string>> = {
  loadbalancers: listLoadBalancers,
  endpoints: listEndpoints,
};

/** @see https://github.com/microsoft/SDN Kubernetes/windows/debug: what people look at on a Windows node */
export const hnsdiag: Command = {
  name: 'hnsdiag',
  places: ['node'],
  summary: 'the load balancers and endpoints of a Windows node',
  usage: 'list loadbalancers|endpoints [-d]',
  flags,
  run: (argv, sys) =>
    withFlags('hnsdiag', flags, argv, ({ words: [verb, what = ''] }) => {
      const policies = sys.programmed()?.hns;
      if (policies === undefined) return failure('bash: hnsdiag: command not found\n', 127);
      const list = Object.hasOwn(listings, what) ? listings[what] : undefined;
      if (verb !== 'list' || list === undefined) return failure('Usage: hnsdiag list loadbalancers|endpoints [-d]\n');
      return output(list(policies));
    }),
};
