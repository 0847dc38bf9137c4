import { editor } from './editor.js';
import { lab } from './lab.js';
import { reasons } from './reasons.js';
import { scenarios, share } from './share.js';
import { trace } from './trace.js';
import { map, path, rules, timeline } from './views.js';

export const en = { lab, editor, trace, share, scenarios, reasons, map, path, rules, timeline };
