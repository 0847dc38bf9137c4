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
import { helm } from './command/helm.js';
import { help } from './command/help.js';
import { ip } from './command/ip.js';
import { ip6tables, ip6tablesSave, iptables, iptablesSave } from './command/iptables.js';
import { hnsdiag } from './command/hnsdiag.js';
import { ipvsadm } from './command/ipvsadm.js';
import { ipset } from './command/ipset.js';
import { kill } from './command/kill.js';
import { nft } from './command/nft.js';
import { ifconfig } from './command/ifconfig.js';
import { netstat } from './command/netstat.js';
import { kubectl } from './command/kubectl.js';
import { nslookup } from './command/nslookup.js';
import { ping } from './command/ping.js';
import { bash, sh } from './command/sh.js';
import { ss } from './command/ss.js';
import { clear, exit, hostname } from './command/terminal.js';
import { wc } from './command/wc.js';
import { wget } from './command/wget.js';
import { colon, fail, succeed } from './command/status.js';
import { brackets, doubleBrackets, test } from './command/test.js';
import { seq } from './command/seq.js';
import { sleep } from './command/sleep.js';
import { printf } from './command/printf.js';
import { sort } from './command/sort.js';
import { uniq } from './command/uniq.js';
import { cut } from './command/cut.js';
import { tr } from './command/tr.js';
import { sed } from './command/sed.js';
import { xargs } from './command/xargs.js';
import { ls, nano, rm, tee, vi, vim } from './command/files.js';
import { nc } from './command/nc.js';
import { apt, aptGet, yum } from './command/packages.js';

/** Every program that a prompt may offer; each says where. */
export const commands: readonly Command[] = [
  kubectl,
  helm,
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
  nft,
  ipset,
  ipvsadm,
  hnsdiag,
  ip,
  ss,
  netstat,
  ifconfig,
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
  seq,
  sleep,
  kill,
  printf,
  sort,
  uniq,
  cut,
  tr,
  sed,
  xargs,
  tee,
  ls,
  rm,
  vim,
  vi,
  nano,
  nc,
  test,
  brackets,
  doubleBrackets,
  succeed,
  fail,
  colon,
  aptGet,
  apt,
  yum,
  help,
  clear,
  exit,
];
