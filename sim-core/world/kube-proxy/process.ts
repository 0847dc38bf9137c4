import type { Millis } from '../../base/time.js';
import type { KubeProxyConfig } from '../../proxy/config.js';
import type { LogLine } from '../../proxy/startup.js';

/** kube-proxy on one node. Its rules are not in here: they stay in the kernel when the process ends. */
export interface ProxyProcess {
  /** The pod whose container it runs in. */
  readonly pod: string;
  readonly state: 'starting' | 'running' | 'stopped' | 'back-off';
  /** What it read when it started, with the mode it really runs in; absent before it ran. */
  readonly config?: KubeProxyConfig;
  /** How often it exited with an error, in this pod. */
  readonly restarts: number;
  readonly log: readonly string[];
}

/** How long a pod's container takes from its start until the process reads its file: at least, and at most so much more. */
export const startupMs = { least: 200, spread: 1200 } as const;

/** @see pkg/kubelet/kubelet.go (v1.34) backOffPeriod, MaxCrashLoopBackOff */
export const backOffMs = (restarts: number): Millis => Math.min(300_000, 10_000 * 2 ** Math.max(0, restarts - 1));

const two = (n: number): string => String(n).padStart(2, '0');

/**
 * A line as klog writes it. Every world begins on the first of January, at midnight.
 * @see https://github.com/kubernetes/klog klog.go formatHeader
 */
export function klogLine({ severity, at, text }: LogLine, time: Millis): string {
  const seconds = Math.floor(time / 1000);
  const days = Math.floor(seconds / 86_400);
  const clock = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(':');
  const micros = String((time % 1000) * 1000).padStart(6, '0');
  // Worlds do not last until February.
  return `${severity}01${two(1 + (days % 31))} ${clock}.${micros}       1 ${at}] ${text}`;
}

/** Lines that a log keeps at most. */
const keptLines = 200;

export const withLines = (log: readonly string[], lines: readonly LogLine[], time: Millis): readonly string[] =>
  [...log, ...lines.map((line) => klogLine(line, time))].slice(-keptLines);
