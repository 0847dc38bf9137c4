import { listIpset, listIpsets, saveIpsets } from '../../ipvs/ipset/listing.js';
import { asText, failure, output, type Command } from '../command.js';
import type { Sys } from '../sys.js';

/** How many rules of the node ask for a set. */
const references =
  (sys: Sys) =>
  (name: string): number =>
    (['IPv4', 'IPv6'] as const)
      .flatMap((family) => sys.ruleset(family)?.ruleset.tables ?? [])
      .flatMap(({ chains }) => [...chains.values()])
      .flatMap(({ rules }) => rules)
      .flatMap(({ matches }) => matches)
      .filter((match) => match.kind === 'set' && match.name === name).length;

export const ipset: Command = {
  name: 'ipset',
  places: ['node'],
  summary: 'the sets of addresses that rules of this node ask for',
  usage: 'list [-n] [NAME] | save',
  flags: [],
  run: (argv, sys) => {
    const [verb = 'list', ...words] = argv;
    const sets = sys.programmed()?.ipsets ?? new Map();
    if (verb === 'save' || verb === '-S') return output(saveIpsets(sets));
    if (verb !== 'list' && verb !== '-L') {
      return failure(`ipset v7.17: ${verb} is not modelled\nSupported here: ipset list [-n] [NAME], ipset save\n`, 2);
    }
    const [name] = words.filter((word) => !word.startsWith('-'));
    if (words.includes('-n') || words.includes('-name')) return output(asText([...sets.keys()].sort()));
    if (name === undefined) return output(listIpsets(sets, references(sys)));
    const set = sets.get(name);
    return set === undefined
      ? failure('ipset v7.17: The set with the given name does not exist\n')
      : output(listIpset(set, references(sys)(name)));
  },
};
