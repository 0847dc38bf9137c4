import type { ClusterView, ObjectKey, RulesetView } from '../../../sim-core/index.js';
import type { finder } from '../../i18n/en/finder.js';
import { useLayout } from '../../state/layout.js';
import { useSelection } from '../../state/selection.js';
import { IpChip, type ChipKind } from '../../ui/ip-chip.js';
import type { Entry } from './entry.js';

const pin = (object: ObjectKey): void => useSelection.getState().pin({ object });

function entry(object: ObjectKey, address: readonly [ChipKind, string] | undefined, note: string): Entry {
  const { kind, namespace, name } = object;
  return {
    id: `${kind}-${namespace}-${name}`,
    text: `${kind} ${name} ${namespace} ${address?.[1] ?? ''} ${note}`,
    body: (
      <>
        {kind} {name} {address !== undefined && <IpChip kind={address[0]} text={address[1]} />}
      </>
    ),
    note,
    onSelect: () => pin(object),
  };
}

const elsewhere = (namespace: string): string => (namespace === 'default' ? '' : namespace);

function chainEntries({ chains, node }: RulesetView, text: typeof finder): readonly Entry[] {
  return chains.map(({ table, name, rules }): Entry => ({
    id: `chain-${table}-${name}`,
    text: `${text.chain} chain ${name} ${table} ${rules[0]?.comment ?? ''}`,
    body: (
      <>
        {text.chain} <code lang="en">{name}</code>
      </>
    ),
    note: table,
    onSelect: () => {
      useLayout.getState().set({ view: 'rules', node });
      const [first] = rules;
      if (first !== undefined) useSelection.getState().pin({ rule: { node, id: first.ruleId } });
    },
  }));
}

/** Services, Pods and nodes, and the chains of the node in view. */
export function objectEntries(
  { services, nodes, unscheduled }: ClusterView,
  ruleset: RulesetView | undefined,
  text: typeof finder,
): readonly Entry[] {
  const pods = [...nodes.flatMap((node) => node.pods), ...unscheduled];
  return [
    ...services.map(({ namespace, name, clusterIPs: [ip] }) =>
      entry({ kind: 'Service', namespace, name }, ip === undefined ? undefined : ['cluster', ip], elsewhere(namespace)),
    ),
    ...pods.map(({ namespace, name, ip, node }) =>
      entry(
        { kind: 'Pod', namespace, name },
        ip === undefined ? undefined : ['pod', ip],
        node === undefined ? '' : text.on(node),
      ),
    ),
    ...nodes.map(({ name, ip, zone }) => entry({ kind: 'Node', namespace: '', name }, ['node', ip], zone)),
    ...(ruleset === undefined ? [] : chainEntries(ruleset, text)),
  ];
}
