import { parse } from 'yaml';
import { err, ok, type Result } from '../../base/result.js';
import { fromJson, type Value } from './value.js';

const mostAliases = 100;

/** YAML text as values; an empty text is null. */
export function parseYaml(text: string): Result<Value, string> {
  try {
    return ok(fromJson(parse(text, { version: '1.1', maxAliasCount: mostAliases, logLevel: 'error' })));
  } catch (problem) {
    const [line = 'invalid YAML'] = problem instanceof Error ? problem.message.split('\n') : [];
    return err(line.replace(/:$/, ''));
  }
}
