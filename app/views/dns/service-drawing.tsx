import type { ReactElement } from 'react';
import type { Words } from './names.js';
import style from './compare-pane.module.css';

interface ServiceDrawingProps {
  readonly pods: readonly string[];
  readonly headless: boolean;
  readonly words: Words;
}

const mostPods = 3;
const rowHeight = 54;
const width = 306;

/** Who picks the Pod: kube-proxy between the two, or the client itself. */
export function ServiceDrawing({ pods, headless, words }: ServiceDrawingProps): ReactElement | null {
  const shown = pods.slice(0, mostPods);
  if (shown.length === 0) return null;
  const height = Math.max(60, shown.length * rowHeight - 18);
  const middle = height / 2;
  const at = (index: number): number =>
    shown.length === 1 ? middle : 17 + (index * (height - 34)) / (shown.length - 1);
  const from = headless ? 66 : 166;
  return (
    <svg className={style.drawing} viewBox={`0 0 ${width} ${height}`} aria-hidden="true" focusable="false">
      {!headless && <path className={style.line} d={`M66 ${middle}H82`} />}
      {shown.map((ip, index) => (
        <path key={ip} className={style.line} d={`M${from} ${middle}L${width - 104} ${at(index)}`} />
      ))}
      <rect className={style.pod} x={1} y={middle - 15} width={64} height={30} rx={15} />
      <text className={style.word} x={33} y={middle + 4}>
        {words.clientBox}
      </text>
      {headless ? (
        <text className={style.strong} x={132} y={middle + 4}>
          {words.clientPicks}
        </text>
      ) : (
        <>
          <rect className={style.proxy} x={82} y={middle - 20} width={84} height={40} rx={5} />
          <text className={style.strong} x={124} y={middle - 3}>
            {words.proxyBox}
          </text>
          <text className={style.word} x={124} y={middle + 12}>
            {words.proxyPicks}
          </text>
        </>
      )}
      {shown.map((ip, index) => (
        <g key={ip}>
          <rect className={style.pod} x={width - 104} y={at(index) - 14} width={103} height={28} rx={14} />
          <text className={style.address} x={width - 52} y={at(index) + 4}>
            {ip}
          </text>
        </g>
      ))}
    </svg>
  );
}
