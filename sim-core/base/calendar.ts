import type { Millis } from './time.js';

/** The date on which every world begins: 2026-01-01T00:00:00Z, in seconds since 1970. */
const epochSeconds = 1_767_225_600;

const [minute, hour, day] = [60, 3600, 86_400];

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/**
 * Days since 1970 as a date of the Gregorian calendar.
 * @see https://howardhinnant.github.io/date_algorithms.html civil_from_days
 */
function civil(days: number): readonly [year: number, month: number, day: number] {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const date = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  return [yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, date];
}

interface Moment {
  readonly days: number;
  /** `15:04:05`. */
  readonly clock: string;
}

function momentAt(ms: Millis): Moment {
  const seconds = epochSeconds + Math.floor(ms / 1000);
  const days = Math.floor(seconds / day);
  const rest = seconds - days * day;
  const clock = [Math.floor(rest / hour), Math.floor((rest % hour) / minute), rest % minute];
  return { days, clock: clock.map(twoDigits).join(':') };
}

/** Virtual time as the API writes it: RFC 3339, whole seconds, UTC. */
export function formatTime(ms: Millis): string {
  const { days, clock } = momentAt(ms);
  const [year, month, date] = civil(days);
  return `${year}-${twoDigits(month)}-${twoDigits(date)}T${clock}Z`;
}

/** The first of January 1970 was a Thursday. */
const weekdays = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Virtual time as `kubectl describe` writes it: RFC 1123 with a numeric zone. */
export function formatDate(ms: Millis): string {
  const { days, clock } = momentAt(ms);
  const [year, month, date] = civil(days);
  return `${weekdays[days % 7] ?? ''}, ${twoDigits(date)} ${months[month - 1] ?? ''} ${year} ${clock} +0000`;
}
