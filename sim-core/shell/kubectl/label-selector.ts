import type { Labels } from '../../kube/objects.js';

/** One requirement of `-l`. @see apimachinery/pkg/labels/selector.go (v1.34) */
function satisfies(term: string, labels: Labels): boolean {
  const [, key = '', word, list] = /^([^\s=!]+)\s+(in|notin)\s+\(([^)]*)\)$/.exec(term) ?? [];
  if (word !== undefined) {
    const values = (list ?? '').split(',').map((value) => value.trim());
    const among = key in labels && values.includes(labels[key] ?? '');
    return word === 'in' ? among : !among;
  }
  if (term.startsWith('!')) return !(term.slice(1).trim() in labels);
  const [, name = '', operator, value = ''] = /^([^\s=!]+)\s*(?:(==|=|!=)\s*([^=!]*))?$/.exec(term) ?? [];
  if (operator === undefined) return name in labels;
  return operator === '!=' ? labels[name] !== value : labels[name] === value;
}

/** `a=b,c!=d,e,!f,g in (h,i)`: all of them. */
export const matchesLabelText = (text: string | undefined, labels: Labels = {}): boolean =>
  (text ?? '')
    .split(/,(?![^(]*\))/)
    .map((term) => term.trim())
    .every((term) => term === '' || satisfies(term, labels));
