import { editor } from './editor.js';
import { lab } from './lab.js';
import { reasons } from './reasons.js';
import { scenarios, share } from './share.js';
import { takeAway } from './take-away.js';
import { trace } from './trace.js';
import { map, path, rules, timeline } from './views.js';

export const en = { lab, editor, trace, share, scenarios, takeAway, reasons, map, path, rules, timeline };
