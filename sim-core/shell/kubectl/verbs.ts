import { apply, replace } from './verb/apply.js';
import { create } from './verb/create.js';
import { deleteVerb } from './verb/delete.js';
import { describe } from './verb/describe.js';
import { apiResources, apiVersions, clusterInfo, config, version } from './verb/discovery.js';
import { edit } from './verb/edit.js';
import { events } from './verb/events.js';
import { exec } from './verb/exec.js';
import { explain } from './verb/explain.js';
import { expose } from './verb/expose.js';
import { get } from './verb/get.js';
import { annotate, label } from './verb/label.js';
import { logs } from './verb/logs.js';
import { cordon, uncordon } from './verb/node.js';
import { patch } from './verb/patch.js';
import { rollout } from './verb/rollout.js';
import { run } from './verb/run.js';
import { scale } from './verb/scale.js';
import { set } from './verb/set.js';
import { wait } from './verb/wait.js';
import type { Verb } from './verb.js';

/** Every verb that is modelled, in the order in which `kubectl help` lists them. */
export const verbs: readonly Verb[] = [
  create,
  expose,
  run,
  set,
  explain,
  get,
  edit,
  deleteVerb,
  rollout,
  scale,
  cordon,
  uncordon,
  describe,
  logs,
  events,
  exec,
  apply,
  patch,
  replace,
  wait,
  label,
  annotate,
  apiResources,
  apiVersions,
  clusterInfo,
  config,
  version,
];
