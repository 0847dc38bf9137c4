export { formatDate, formatTime } from '../../base/calendar.js';
