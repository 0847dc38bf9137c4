import type { KubeObject } from '../../kube/objects.js';
import { pathText } from './json-path.js';

/** `metadata.name=web,status.phase!=Running`: all of them. @see apimachinery/pkg/fields (v1.34) ParseSelector */
export const matchesFields = (text: string | undefined, object: KubeObject): boolean =>
  (text ?? '').split(',').every((term) => {
    const [, path, operator, value = ''] = /^\s*([\w.]+)\s*(!=|==|=)\s*(.*?)\s*$/.exec(term) ?? [];
    if (path === undefined) return true;
    const found = pathText(`.${path}`, object);
    return operator === '!=' ? found !== value : found === value;
  });
