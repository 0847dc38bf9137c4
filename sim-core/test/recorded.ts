/** Reads what was recorded from a real cluster (`sim-core/fixtures/recorded`), for tests. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../fixtures/recorded/', import.meta.url));

export const scenarioDirectory = (name: string): string => `${root}scenarios/${name}`;

/** Names of all recorded scenarios, in order. */
export const scenarioNames = (): readonly string[] => readdirSync(`${root}scenarios`).sort();

/** A scenario's own file (`manifests.yaml`) or a recorded one (`truth/services.json`); undefined when absent. */
export function readScenarioFile(scenario: string, file: string): string | undefined {
  const path = `${scenarioDirectory(scenario)}/${file}`;
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

export function readScenarioJson<T>(scenario: string, file: string): T | undefined {
  const text = readScenarioFile(scenario, file);
  return text === undefined ? undefined : (JSON.parse(text) as T);
}

/** One of packetflows.json, apply-catalogue.json, service-validation.json. */
export const readCases = <T>(file: string): T => JSON.parse(readFileSync(`${root}${file}`, 'utf8')) as T;

/** Every recorded listing of nft, of all scenarios, moments and nodes. */
export const recordedNftFiles = (): readonly { readonly scenario: string; readonly file: string }[] =>
  scenarioNames().flatMap((scenario) =>
    readdirSync(scenarioDirectory(scenario), { recursive: true, encoding: 'utf8' })
      .filter((file) => /(^|\/)nft\.[^/]+\.txt$/.test(file))
      .sort()
      .map((file) => ({ scenario, file })),
  );
