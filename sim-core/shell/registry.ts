import type { Command } from './command.js';
import { awk } from './command/awk.js';
import { cat } from './command/cat.js';
import { conntrack } from './command/conntrack.js';
import { curl } from './command/curl.js';
import { dig } from './command/dig.js';
import { echo } from './command/echo.js';
import { env, printenv } from './command/env.js';
import { envsubst } from './command/envsubst.js';
import { exportVariables } from './command/export.js';
import { grep } from './command/grep.js';
import { head, tail } from './command/head.js';
import { help } from './command/help.js';
import { ip } from './command/ip.js';
import { ip6tables, ip6tablesSave, iptables, iptablesSave } from './command/iptables.js';
import { kubectl } from './command/kubectl.js';
import { nslookup } from './command/nslookup.js';
import { ping } from './command/ping.js';
import { bash, sh } from './command/sh.js';
import { ss } from './command/ss.js';
import { clear, exit, hostname } from './command/terminal.js';
import { wc } from './command/wc.js';
import { wget } from './command/wget.js';

/** Every program that a prompt may offer; each says where. */
export const commands: readonly Command[] = [
  kubectl,
  curl,
  wget,
  nslookup,
  dig,
  ping,
  iptables,
  iptablesSave,
  ip6tables,
  ip6tablesSave,
  conntrack,
  ip,
  ss,
  env,
  printenv,
  cat,
  grep,
  head,
  tail,
  wc,
  awk,
  echo,
  exportVariables,
  envsubst,
  hostname,
  sh,
  bash,
  help,
  clear,
  exit,
];
