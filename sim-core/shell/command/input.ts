import { err, ok, type Result } from '../../base/result.js';
import { resolvConf } from '../resolv-conf.js';
import type { Sys } from '../sys.js';
import { hostsFile } from '../hosts-file.js';

/** Text of the files named, or of the pipe when none is. */
export function readInputs(files: readonly string[], sys: Sys, stdin: string): Result<string, string> {
  if (files.length === 0) return ok(stdin);
  let all = '';
  for (const file of files) {
    const text = file === '-' ? stdin : readFile(file, sys);
    if (text === undefined) return err(`${file}: No such file or directory`);
    all += text;
  }
  return ok(all);
}

/** Files that every machine has, and the learner's own. */
function readFile(path: string, sys: Sys): string | undefined {
  if (path === '/etc/resolv.conf') return resolvConf(sys);
  if (path === '/etc/hosts') return hostsFile(sys);
  if (path === '/etc/hostname') return `${hostName(sys)}\n`;
  return sys.readFile(path);
}

/** A pod's hostname is its own name, unless it shares its node's. */
export function hostName(sys: Sys): string {
  const { place } = sys;
  if (place.kind === 'laptop') return 'laptop';
  if (place.kind === 'node') return place.node;
  const spec = sys.objects().kinds.Pod.get(`${place.namespace}/${place.name}`)?.spec;
  return (spec?.hostNetwork === true ? spec.nodeName : spec?.hostname) ?? place.name;
}
