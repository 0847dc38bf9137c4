import type { PodView } from '../../../sim-core/index.js';
import type { Box, Label } from './box.js';
import { address, endingAt, label, labelWidth, podKey, widthOf, type LayoutContext, type MapWords } from './context.js';
import type { Rect } from './geometry.js';

export const podSize = { minWidth: 112, maxWidth: 200, gapX: 14, gapY: 10 } as const;
const lineHeight = 15;
const inset = { left: 12, right: 10 } as const;
const between = 6;
/** Of a name that is cut: what tells the Pods of one workload apart is at its end. */
const nameTail = 5;

/** How the Pods of one map are drawn: all alike, so that their columns align. */
export interface ChipLook {
  readonly width: number;
  readonly height: number;
  /** Whether the ready count stands behind the name, behind the address, or only its mark does. */
  readonly state: 'beside' | 'below' | 'mark';
}

export const addressesOf = ({ ip, ips = ip === undefined ? [] : [ip] }: PodView): readonly string[] => ips;

const mark = (pod: PodView): string => (pod.ready ? '✓' : '✕');
const podState = (pod: PodView): string => `${mark(pod)} ${pod.containers.ready}/${pod.containers.of}`;
const said = (pod: PodView, words: MapWords): string => (pod.terminating ? words.terminating : podState(pod));

const ipWidth = (ip: string): number => labelWidth(address(ip, 'pod', 0, 0));

/** Width a Pod needs to show its name, ready count and addresses whole, within bounds. */
export function wantedPodWidth(pods: readonly PodView[], words: MapWords): number {
  let wanted: number = podSize.minWidth;
  for (const pod of pods) {
    const inner = widthOf(pod.name, 'name') + between + widthOf(said(pod, words), 'small');
    wanted = Math.max(wanted, inset.left + Math.max(inner, ...addressesOf(pod).map(ipWidth)) + inset.right);
    if (wanted >= podSize.maxWidth) return podSize.maxWidth;
  }
  return wanted;
}

/** The least at which the ready count stands behind each Pod's address, and the addresses are whole. */
export function leastWholeWidth(pods: readonly PodView[]): number {
  const widths = pods.map((pod) => {
    const [first = 0, ...others] = addressesOf(pod).map(ipWidth);
    return Math.max(first + (pod.terminating ? 0 : between + widthOf(podState(pod), 'small')), ...others);
  });
  return Math.ceil(inset.left + Math.max(0, ...widths) + inset.right);
}

/** The ready count stands where it fits on all chips of this width. */
export function chipLook(pods: readonly PodView[], width: number): ChipLook {
  const room = width - inset.left - inset.right;
  const lines = pods.some((pod) => addressesOf(pod).length > 1) ? 3 : 2;
  const plain = pods.filter((pod) => !pod.terminating);
  const fits = (front: (pod: PodView) => number): boolean =>
    plain.every((pod) => front(pod) + between + widthOf(podState(pod), 'small') <= room);
  const state = fits((pod) => widthOf(pod.name, 'name'))
    ? 'beside'
    : fits((pod) => ipWidth(addressesOf(pod)[0] ?? '—'))
      ? 'below'
      : 'mark';
  return { width, height: 10 + lines * lineHeight, state };
}

interface Placed {
  readonly name: Label;
  readonly state: Label;
}

/** The name, and what is said of the Pod: behind it, or at the end of the address' line. */
function headLabels(pod: PodView, rect: Rect, y: number, context: LayoutContext): Placed {
  const end = rect.x + rect.w - inset.right;
  const tone = pod.terminating ? 'faint' : pod.ready ? 'soft' : 'bad';
  const stateAt = (text: string, line: number): Label =>
    endingAt(label(text, end, y + line * lineHeight, 'small', { tone }));
  const { state: place } = context.chip;
  const start = rect.x + inset.left;
  const room = end - start;
  const below = place === 'below' && !pod.terminating;
  const whole = stateAt(said(pod, context.words), below ? 1 : 0);
  const fits = below || start + widthOf(pod.name, 'name') + between <= whole.x;
  const state = fits || pod.terminating ? whole : stateAt(mark(pod), 0);
  const width = below ? room : state.x - between - start;
  return { name: label(pod.name, start, y, 'name', { width, tail: nameTail }), state };
}

export function podBox(pod: PodView, rect: Rect, inside: string | undefined, context: LayoutContext): Box {
  const ips = addressesOf(pod);
  const shown = ips.length === 0 ? ['—'] : ips;
  const station = podKey(pod);
  const y = rect.y + (rect.h - (1 + shown.length) * lineHeight) / 2 + 11;
  const { name, state } = headLabels(pod, rect, y, context);
  const behind = context.chip.state === 'below' && !pod.terminating ? state.x - between : rect.x + rect.w - inset.right;
  return {
    id: station,
    shape: 'pod',
    rect,
    labels: [
      name,
      state,
      ...shown.map((ip, i) => {
        const end = i === 0 ? behind : rect.x + rect.w - inset.right;
        const kind = pod.hostNetwork ? 'node' : 'pod';
        return address(ip, kind, name.x, y + (i + 1) * lineHeight, end - name.x, 4);
      }),
    ],
    ...(inside === undefined ? {} : { inside }),
    subject: { kind: 'pod', namespace: pod.namespace, name: pod.name },
    station,
    notReady: !pod.ready,
    terminating: pod.terminating,
    target: context.targetStation === station,
    ...(context.visited.has(station) ? { state: context.visited.get(station) ?? 'passed' } : {}),
  };
}
