import { readFileSync } from 'node:fs';
import { conformCoreDns, type DnsCases } from './conform-coredns.js';
import { conformPacketFlows, type PacketFlowFile } from './conform-packet-flows.js';
import { conformServiceValidation, type ValidationCases } from './conform-service-validation.js';

/** A file of cases that this program cannot answer, in one line. */
export class UnreadableCases extends Error {}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Answers a file of cases, whichever of the known kinds it is, in the order of its cases. */
export function conformFile(path: string): readonly unknown[] {
  let file: unknown;
  try {
    file = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UnreadableCases(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (isRecord(file) && Array.isArray(file['cases'])) {
    const [first]: readonly unknown[] = file['cases'];
    if (isPacketFlows(file, first)) return conformPacketFlows(file);
    if (isDns(file, first)) return conformCoreDns(file);
    if (isServiceValidation(file, first)) return conformServiceValidation(file);
  }
  throw new UnreadableCases(`${path} holds neither packet flows nor DNS questions nor Service validations`);
}

const isPacketFlows = (file: unknown, first: unknown): file is PacketFlowFile =>
  isRecord(file) && isRecord(file['setups']) && isRecord(first) && 'destIP' in first;

const isDns = (file: unknown, first: unknown): file is DnsCases =>
  isRecord(file) && isRecord(file['objects']) && isRecord(first) && 'query' in first;

const isServiceValidation = (file: unknown, first: unknown): file is ValidationCases =>
  isRecord(file) && isRecord(first) && 'operation' in first && 'object' in first;
