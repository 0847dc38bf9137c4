/** What makes a drawing look as it does; everything else of an element's style does not show in SVG. */
const inherited = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'stroke-opacity',
  'font-family',
  'font-size',
  'font-weight',
  'font-style',
  'letter-spacing',
  'text-anchor',
  'dominant-baseline',
  'visibility',
  'paint-order',
  'color',
] as const;
const own = ['opacity', 'text-decoration-line'] as const;
type Looks = ReadonlyMap<string, string>;
/** Of an element that has no looks of its own. */
const plain: Looks = new Map([
  ['opacity', '1'],
  ['text-decoration-line', 'none'],
]);

export interface PictureText {
  readonly title: string;
  /** One line under the picture. */
  readonly caption: string;
  /** Where the picture came from. */
  readonly link: string;
  /** Said of a drawing that is too large to be taken as a whole. */
  readonly partial: string;
}

const margin = 24;
const captionHeight = 44;
const namespace = 'http://www.w3.org/2000/svg';

export interface SvgPicture {
  readonly text: string;
  readonly width: number;
  readonly height: number;
}

/**
 * A drawing on the page as a file of its own: at its natural size whatever part of it is in view,
 * with the looks it has now, a caption, and the fonts it is set in.
 */
export function svgPicture(drawing: SVGSVGElement, words: PictureText, fonts: string): SvgPicture {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  bakeStyles(drawing, copy);
  const { x, y, width, height } = naturalBox(drawing);
  const total = { width: Math.ceil(width + 2 * margin), height: Math.ceil(height + 2 * margin + captionHeight) };
  const root = document.createElementNS(namespace, 'svg');
  setAll(root, {
    xmlns: namespace,
    width: total.width,
    height: total.height,
    viewBox: `0 0 ${total.width} ${total.height}`,
    role: 'img',
    'aria-label': words.title,
  });
  const page = getComputedStyle(document.documentElement);
  const token = (name: string): string => page.getPropertyValue(name).trim();
  add(root, 'title', {}).textContent = words.title;
  if (fonts !== '') add(root, 'style', {}).textContent = fonts;
  add(root, 'rect', { width: '100%', height: '100%', fill: token('--canvas') });
  const body = add(root, 'g', { transform: `translate(${margin - x},${margin - y})` });
  const looks = copy.getAttribute('style');
  if (looks !== null) body.setAttribute('style', looks);
  body.append(...copy.childNodes);
  body.querySelector(':scope > g')?.removeAttribute('transform');
  const family = token('--font-ui');
  const line = (offset: number, fill: string, text: string, parent: Element): void => {
    add(parent, 'text', {
      x: margin,
      y: total.height - captionHeight + offset,
      fill,
      'font-family': family,
      'font-size': 12,
    }).textContent = text;
  };
  const caption = drawing.dataset['partial'] === undefined ? words.caption : `${words.caption} ${words.partial}`;
  line(4, token('--ink'), caption, root);
  line(
    22,
    token('--ink-3'),
    words.link.length > 90 ? `${words.link.slice(0, 88)}…` : words.link,
    add(root, 'a', { href: words.link }),
  );
  return { text: new XMLSerializer().serializeToString(root), ...total };
}

function add(parent: Element, name: string, attributes: Readonly<Record<string, string | number>>): Element {
  const element = document.createElementNS(namespace, name);
  setAll(element, attributes);
  parent.append(element);
  return element;
}

function setAll(element: Element, attributes: Readonly<Record<string, string | number>>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
}

/** Attributes that style sheets and SVG make looks of. */
const styling = ['class', 'style', 'font-size', 'fill', 'stroke', 'opacity', 'text-anchor'] as const;

interface Dressed {
  readonly looks: Looks;
  readonly isShown: boolean;
  /** What to write into the copy, whose parent has been written already. */
  readonly inline: string;
  /** Those of children, by what makes their looks. */
  readonly children: Map<string, Dressed>;
}

function dress(element: Element, parent: Looks): Dressed {
  const style = getComputedStyle(element);
  const looks: Looks = new Map([...inherited, ...own].map((property) => [property, style.getPropertyValue(property)]));
  const inline = [
    ...inherited.filter((property) => looks.get(property) !== parent.get(property)),
    ...own.filter((property) => looks.get(property) !== plain.get(property)),
  ]
    .map((property) => [property, looks.get(property) ?? ''] as const)
    .filter(([, value]) => value !== '')
    .map(([property, value]) => `${property}:${value}`)
    .join(';');
  return { looks, inline, isShown: style.display !== 'none', children: new Map() };
}

/** Asked once of all elements of a kind under alike parents: a map has ten thousands of elements and few looks. */
function dressed(element: Element, { looks, children }: Dressed): Dressed {
  const key = [element.tagName, ...styling.map((name) => element.getAttribute(name) ?? '')].join('|');
  const known = children.get(key) ?? dress(element, looks);
  children.set(key, known);
  return known;
}

/** Writes the style each element has on the page into its copy, which no style sheet reaches, unless its parent has it. */
function bakeStyles(from: Element, to: Element, look = dress(from, plain)): void {
  to.removeAttribute('class');
  to.removeAttribute('tabindex');
  if (look.inline === '') to.removeAttribute('style');
  else to.setAttribute('style', look.inline);
  for (let i = from.children.length - 1; i >= 0; i--) {
    const [source, target] = [from.children[i], to.children[i]];
    if (source === undefined || target === undefined) continue;
    const child = dressed(source, look);
    // What is not drawn on the page is not in the picture.
    if (child.isShown) bakeStyles(source, target, child);
    else target.remove();
  }
}

/** The drawing's extent before zooming and panning. */
function naturalBox(drawing: SVGSVGElement): DOMRect {
  const content = drawing.querySelector<SVGGElement>(':scope > g');
  return (content ?? drawing).getBBox();
}
