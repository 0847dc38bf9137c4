export { formatTime } from '../../base/calendar.js';
