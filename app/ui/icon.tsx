import type { ReactElement } from 'react';

const drawings = {
  undo: 'M6 3 3 6l3 3M3 6h6.5a3.5 3.5 0 0 1 0 7H6',
  redo: 'm10 3 3 3-3 3m3-3H6.5a3.5 3.5 0 0 0 0 7H10',
  moon: 'M13 9.6A5.5 5.5 0 0 1 6.4 3 5.5 5.5 0 1 0 13 9.6Z',
  sun: 'M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6ZM8 1.5v1.2M8 13.3v1.2M1.5 8h1.2M13.3 8h1.2M3.4 3.4l.9.9M11.7 11.7l.9.9M12.6 3.4l-.9.9M4.3 11.7l-.9.9',
  play: 'M5 3.2v9.6L12.5 8Z',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  first: 'M2.5 3.5v9M8 3.8v8.4L4 8Zm5.5 0v8.4L9.5 8Z',
  back: 'M4 3.5v9M12 3.6v8.8L6.5 8Z',
  next: 'M12 3.5v9M4 3.6v8.8L9.5 8Z',
  last: 'M13.5 3.5v9M2.5 3.8v8.4L6.5 8Zm5.5 0v8.4L12 8Z',
  'chevron-down': 'm4 6 4 4 4-4',
  'chevron-up': 'm4 10 4-4 4 4',
  'chevron-right': 'm6 4 4 4-4 4',
  'chevron-left': 'm10 4-4 4 4 4',
  close: 'm4 4 8 8m0-8-8 8',
  check: 'm3.5 8.5 3 3 6-7',
  alert: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2Zm0 3.2v3.4m0 2.1v.1',
  restart: 'M3 8a5 5 0 1 0 1.6-3.7M3 2.8v2.7h2.7',
  code: 'm5.5 4.5-3.5 3.5 3.5 3.5m5-7 3.5 3.5-3.5 3.5',
  list: 'M6 4h7.5M6 8h7.5M6 12h7.5M2.5 4h.1M2.5 8h.1M2.5 12h.1',
  path: 'M3.2 2h2.6A1.2 1.2 0 0 1 7 3.200v1.600A1.200 1.200 0 0 1 5.800 6H3.200A1.200 1.200 0 0 1 2 4.800V3.200A1.200 1.200 0 0 1 3.200 2Zm7 8h2.600a1.200 1.200 0 0 1 1.200 1.200v1.600a1.200 1.200 0 0 1-1.200 1.200h-2.600A1.200 1.200 0 0 1 9 12.800v-1.600A1.200 1.200 0 0 1 10.200 10ZM7 4h3.500A1.500 1.500 0 0 1 12 5.500V10M4.500 6v4.500A1.500 1.500 0 0 0 6 12h3',
  rules: 'M2 3.500h3.500a3 3 0 0 1 3 3v3a3 3 0 0 0 3 3H14M8.500 8H14',
  menu: 'M2.500 4.500h11M2.500 8h11M2.500 11.500h11',
  'arrow-right': 'M3 8h10m-3.500-3.500L13 8l-3.500 3.500',
  search: 'M7 2.500a4.500 4.500 0 1 0 0 9 4.500 4.500 0 0 0 0-9Zm3.300 7.800 3.200 3.200',
  keyboard:
    'M2.800 4h10.400c.7 0 1.300.6 1.300 1.300v5.400c0 .7-.6 1.300-1.300 1.300H2.800c-.7 0-1.300-.6-1.300-1.300V5.300C1.500 4.600 2.100 4 2.800 4ZM4.500 6.700h.1M7 6.700h.1M9.500 6.700h.1M12 6.700h-.1M5 9.500h6',
  panel: 'M3.500 2.500h9a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1Zm6.500 0v11',
} as const;

export type IconName = keyof typeof drawings;

/** A 16 px line drawing in the text's colour. Always beside a label, or in a control that has one. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }): ReactElement {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={drawings[name]} />
    </svg>
  );
}
