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
  const from = headless ? 78 : 190;
  return (
    <svg className={style.drawing} viewBox={`0 0 ${width} ${height}`} aria-hidden="true" focusable="false">
      {!headless && <path className={style.line} d={`M78 ${middle}H104`} />}
      {shown.map((ip, index) => (
        <path key={ip} className={style.line} d={`M${from} ${middle}L${width - 108} ${at(index)}`} />
      ))}
      <rect className={style.pod} x={1} y={middle - 15} width={76} height={30} rx={15} />
      <text className={style.word} x={39} y={middle + 4}>
        {words.clientBox}
      </text>
      {headless ? (
        <text className={style.strong} x={142} y={middle + 4}>
          {words.clientPicks}
        </text>
      ) : (
        <>
          <rect className={style.proxy} x={104} y={middle - 20} width={88} height={40} rx={5} />
          <text className={style.strong} x={148} y={middle - 3}>
            {words.proxyBox}
          </text>
          <text className={style.word} x={148} y={middle + 12}>
            {words.proxyPicks}
          </text>
        </>
      )}
      {shown.map((ip, index) => (
        <g key={ip}>
          <rect className={style.pod} x={width - 108} y={at(index) - 14} width={107} height={28} rx={14} />
          <text className={style.address} x={width - 54} y={at(index) + 4}>
            {ip}
          </text>
        </g>
      ))}
    </svg>
  );
}
