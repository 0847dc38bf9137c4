export { ask, useQuestion } from '../../state/dns-question.js';
