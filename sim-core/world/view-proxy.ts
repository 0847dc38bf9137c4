import type { HostOs } from '../proxy/release.js';

/** One choice of the mode switch. */
export interface ModeView {
  readonly name: string;
  /** kube-proxy of the cluster's release takes it on Linux. */
  readonly possible: boolean;
  /** What kube-proxy says when it is asked for a mode that it does not take. */
  readonly refusal?: string;
  /** Where the mode can be had: the nearest release, or another operating system. */
  readonly elsewhere?: { readonly release: string; readonly os: HostOs };
}

/** kube-proxy on one node. */
export interface NodeProxyView {
  readonly node: string;
  readonly os: HostOs;
  /** The mode whose rules the node has; the configured one may differ until its pod is replaced. */
  readonly mode: string;
  readonly release: string;
  /** `running` also where kube-proxy does not run in pods. */
  readonly state: 'starting' | 'running' | 'stopped' | 'back-off';
  readonly pod?: string;
  readonly restarts: number;
  /** Modes whose rules lie in the kernel still. */
  readonly leftovers: readonly string[];
  /** `kubectl logs`; never translated. */
  readonly log: readonly string[];
}

export interface ProxyModesView {
  /** What the configuration asks for: ConfigMap kube-proxy, or the cluster's settings. */
  readonly configured: string;
  readonly release: string;
  /** False where there is no ConfigMap to edit: the mode cannot be switched. */
  readonly switchable: boolean;
  readonly modes: readonly ModeView[];
  readonly nodes: readonly NodeProxyView[];
}
