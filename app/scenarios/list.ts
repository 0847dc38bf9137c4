/** Every scenario by its slug, in the order in which a newcomer may take them. A folder of this name holds each. */
export const scenarioGroups = {
  basics: ['opening', 'clusterip', 'loadbalancer', 'pending-loadbalancer', 'named-ports'],
  silence: ['silent-service', 'not-ready', 'local-policy-drop', 'internal-local', 'source-ranges'],
  sources: ['local-policy', 'hairpin', 'session-affinity', 'external-ips', 'zones'],
  names: ['dns', 'headless', 'external-name'],
  cluster: ['rolling-update', 'dual-stack', 'scale', 'empty'],
} as const;

export type ScenarioGroup = keyof typeof scenarioGroups;
export type ScenarioSlug = (typeof scenarioGroups)[ScenarioGroup][number];

export const scenarioSlugs: readonly ScenarioSlug[] = Object.values(scenarioGroups).flat();

export const asScenarioSlug = (text: string | null | undefined): ScenarioSlug | undefined =>
  scenarioSlugs.find((slug) => slug === text);
