import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ProbeProtocol } from '../network/trace.js';
import type { Command } from '../world/command.js';
import { limits, type Snapshot } from '../world/snapshot.js';
import { firstStep, step } from '../world/step.js';
import type { DispatchResult } from '../world/view.js';
import { finalArtifacts, json, nftFiles, stepArtifacts, type Artifacts } from './artifacts.js';
import { dnsReport } from './dns-report.js';
import { kubectlReport } from './kubectl-report.js';
import { parseKubectl } from './kubectl-line.js';
import { probeResult, probeSource } from './probe-report.js';
import type { Probe, Scenario } from './scenario-directory.js';

/** Enough tries for a random choice among a few backends to meet every one of them. */
const leastPackets = 200;

/** Plays a scenario from its manifests to its last step and tells what a real cluster would print. */
export function recordScenario(scenario: Scenario, seed: number, packets = leastPackets): Artifacts {
  const recorder = new Recorder(scenario, seed, packets);
  const files: Record<string, string> = {
    'apply.txt': recorder.print({ type: 'apply', manifest: scenario.manifests, filename: 'manifests.yaml' }),
  };
  recorder.stopCloud();
  const printed: string[] = [];
  scenario.steps.forEach(({ kubectl = [], dump = false }, index) => {
    for (const line of kubectl) printed.push(`# step ${index + 1}\n$ kubectl ${line}\n${recorder.kubectl(line)}`);
    if (!dump) return;
    const level = { ...stepArtifacts(recorder.snapshot), ...recorder.dump() };
    for (const [name, text] of Object.entries(level)) files[`step${index + 1}/${name}`] = text;
  });
  if (printed.length > 0) files['steps.txt'] = printed.join('');
  return {
    ...files,
    ...finalArtifacts(recorder.snapshot),
    ...kubectlReport(recorder.snapshot, scenario.kubectl),
    ...recorder.dns(),
    ...recorder.dump(),
  };
}

/** The modes in which packets are sent. */
const playedModes = ['iptables', 'nftables'] as const;
type PlayedMode = (typeof playedModes)[number];

/** One cluster for each mode: the same commands, the same objects, other rules. */
class Recorder {
  readonly #scenario: Scenario;
  readonly #packets: number;
  readonly #worlds: Record<PlayedMode, Snapshot>;

  constructor(scenario: Scenario, seed: number, packets: number) {
    this.#scenario = scenario;
    this.#packets = packets;
    const { config } = scenario;
    const world = (mode: PlayedMode): Snapshot =>
      firstStep({ ...config, kubeProxy: { ...config.kubeProxy, mode } }, seed).snapshot;
    this.#worlds = { iptables: world('iptables'), nftables: world('nftables') };
  }

  /** What was recorded of one mode alone was recorded of iptables. */
  get snapshot(): Snapshot {
    return this.#worlds.iptables;
  }

  /** The rules of all modes, and where packets go under them. */
  dump(): Artifacts {
    return { ...nftFiles(this.#worlds.nftables), ...this.#packetFile() };
  }

  /** The recorded cluster's cloud hands out addresses once, for the first manifests. */
  stopCloud(): void {
    for (const mode of playedModes) {
      const world = this.#worlds[mode];
      this.#worlds[mode] = { ...world, config: { ...world.config, cloud: false } };
    }
  }

  /** Both streams of a command, one after the other. */
  print(command: Command): string {
    for (const mode of playedModes.slice(1)) this.#run(mode, command);
    const { stdout, stderr } = this.#run(playedModes[0], command);
    return stdout + stderr;
  }

  kubectl(line: string): string {
    const parsed = parseKubectl(line, (file) => this.#scenario.read(file));
    return parsed.ok ? parsed.commands.map((command) => this.print(command)).join('') : `${parsed.message}\n`;
  }

  #packetFile(): Artifacts {
    const rows = this.#scenario.probes.map((probe) => ({
      probe,
      ...Object.fromEntries(playedModes.map((mode) => [mode, this.#probe(mode, probe)])),
    }));
    return { 'packets.json': json(rows) };
  }

  /** What the cluster's DNS answers now. */
  dns(): Artifacts {
    const { dns } = this.#scenario;
    return dns.length === 0 ? {} : { 'dns.json': json(dnsReport(this.snapshot, dns)) };
  }

  #probe(mode: PlayedMode, probe: Probe): unknown {
    const traces = [];
    for (let left = Math.max(probe.count ?? 1, this.#packets); left > 0; left -= limits.packetsPerSend) {
      const result = this.#run(mode, {
        type: 'send',
        from: probeSource(probe.from),
        to: probe.to,
        protocol: onTheWire(probe.proto),
        count: Math.min(left, limits.packetsPerSend),
        ...(probe.sport !== undefined && { sport: probe.sport }),
        ...(probe.via !== undefined && { via: probe.via }),
      });
      if (!result.accepted) return { error: result.stderr.trim(), outcomes: {} };
      traces.push(...result.traces);
    }
    return probeResult(probe, traces);
  }

  #run(mode: PlayedMode, command: Command): DispatchResult {
    const { snapshot, result } = step(this.#worlds[mode], command);
    this.#worlds[mode] = snapshot;
    return result;
  }
}

/** Recordings were made without SCTP sockets: their SCTP probes went out as TCP segments. */
const onTheWire = (protocol: ProbeProtocol): ProbeProtocol => (protocol === 'SCTP' ? 'TCP' : protocol);

export function writeArtifacts(directory: string, artifacts: Artifacts): void {
  for (const [name, text] of Object.entries(artifacts)) {
    const path = join(directory, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}
