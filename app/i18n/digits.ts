/**
 * A count as both languages write it: 12,500. By hand, because the browser's own way loads its tables of all the
 * world's languages first, and the very first screen has counts on it.
 */
export const inDigits = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');
