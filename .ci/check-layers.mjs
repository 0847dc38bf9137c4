/** Holds every import against the layer map, and fails when nothing was looked at. */
import { cruise } from 'dependency-cruiser';
import extractConfig from 'dependency-cruiser/config-utl/extract-depcruise-config';
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config';

const rules = await extractConfig('./.dependency-cruiser.mjs');
const { options, ...ruleSet } = rules;
const result = await cruise(['sim-core', 'app'], { ...options, ruleSet, validate: true }, undefined, {
  tsConfig: extractTsConfig('tsconfig.base.json'),
});
const { summary } = result.output;
for (const violation of summary.violations) {
  console.error(
    `${violation.rule.name}: ${violation.from} → ${violation.to}${violation.cycle ? ` (${violation.cycle.map((c) => c.name).join(' → ')})` : ''}`,
  );
}
if (summary.totalCruised < 50) {
  console.error(`Only ${summary.totalCruised} modules were looked at; the check itself is broken.`);
  process.exit(1);
}
console.log(
  `layers: ${summary.totalCruised} modules, ${summary.totalDependenciesCruised} imports, ${summary.violations.length} violations`,
);
process.exit(summary.violations.length > 0 ? 1 : 0);
