import {
  importCluster,
  readCapturedNode,
  walkCapturedNode,
  type CapturedNode,
  type CapturedPacket,
  type CapturedProblem,
  type CapturedSummary,
  type CapturedWalk,
  type DumpFile,
  type ImportCorrections,
  type ImportedCluster,
  type ImportProblem,
} from '../../sim-core/index.js';

export interface DeskMethods {
  importCluster(files: readonly DumpFile[], corrections: ImportCorrections): ImportedCluster | ImportProblem;
  /** Undefined when the text is no listing of rules. */
  readRules(text: string): CapturedSummary | undefined;
  walk(packet: CapturedPacket): CapturedWalk | CapturedProblem | undefined;
}

export type DeskCall = {
  [M in keyof DeskMethods]: { readonly method: M; readonly args: Parameters<DeskMethods[M]> };
}[keyof DeskMethods];

export type DeskReply = { readonly id: number } & (
  { readonly ok: true; readonly value: unknown } | { readonly ok: false }
);

/** Reads what was pasted; holds a node's rules, which are too large to be sent to and fro. */
export class Desk {
  #node: CapturedNode | undefined;

  answer(call: DeskCall): unknown {
    switch (call.method) {
      case 'importCluster':
        return importCluster(...call.args);
      case 'readRules':
        this.#node = readCapturedNode(...call.args);
        return this.#node?.summary;
      case 'walk':
        return this.#node && walkCapturedNode(this.#node.rules, ...call.args);
    }
  }
}
