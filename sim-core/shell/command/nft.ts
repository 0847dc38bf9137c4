import { writeNftRuleset } from '../../netfilter/nftables/write.js';
import { failure, output, type Command } from '../command.js';

const families: readonly string[] = ['ip', 'ip6', 'inet', 'arp', 'bridge', 'netdev'];

export const nft: Command = {
  name: 'nft',
  places: ['node'],
  summary: "kube-proxy's nftables tables on this node",
  usage: 'list ruleset [FAMILY] | list tables | list table FAMILY NAME | list chain FAMILY TABLE NAME',
  flags: [],
  run: (argv, sys) => {
    const words = argv.filter((word) => !word.startsWith('-'));
    const [verb, what, family, name, chain] = words;
    const tables = sys.programmed()?.nftables ?? [];
    if (verb !== 'list') {
      return failure(
        `nft: only list is modelled: kube-proxy writes the tables of this node\nUsage: nft ${nft.usage}\n`,
      );
    }
    if (what === 'ruleset') {
      return output(writeNftRuleset(tables.filter((table) => family === undefined || table.family === family)));
    }
    if (what === 'tables') return output(tables.map((table) => `table ${table.family} ${table.name}\n`).join(''));
    const known = family !== undefined && families.includes(family);
    const table = tables.find(
      (each) => each.family === (known ? family : 'ip') && each.name === (known ? name : family),
    );
    if (table === undefined) return failure('Error: No such file or directory\n');
    if (what === 'table') return output(writeNftRuleset([table]));
    const wanted = known ? chain : name;
    if (what !== 'chain' && what !== 'map' && what !== 'set') return failure(`Usage: nft ${nft.usage}\n`);
    const block = new RegExp(`^\\t${what} ${(wanted ?? '').replace(/[^\w-]/g, '\\$&')} \\{\\n[^]*?^\\t\\}\\n`, 'm');
    const [text] = block.exec(writeNftRuleset([table])) ?? [];
    if (text === undefined) return failure('Error: No such file or directory\n');
    return output(`table ${table.family} ${table.name} {\n${text}}\n`);
  },
};
