import type { TargetDef } from './definition.js';
import type { Target } from './model.js';
import { accept } from './target/accept.js';
import { dnat } from './target/dnat.js';
import { drop } from './target/drop.js';
import { goto } from './target/goto.js';
import { jump } from './target/jump.js';
import { mark } from './target/mark.js';
import { masquerade } from './target/masquerade.js';
import { redirect } from './target/redirect.js';
import { reject } from './target/reject.js';
import { returnTarget } from './target/return.js';
import { snat } from './target/snat.js';
import { unknown } from './target/unknown.js';

/** Every kind of target; a kind without a definition does not compile. */
export const targets: { readonly [K in Target['kind']]: TargetDef<Extract<Target, { kind: K }>> } = {
  jump,
  goto,
  accept,
  drop,
  return: returnTarget,
  reject,
  mark,
  dnat,
  snat,
  masquerade,
  redirect,
  unknown,
};

export const definitionOfTarget = (target: Target): TargetDef<Target> => targets[target.kind];
