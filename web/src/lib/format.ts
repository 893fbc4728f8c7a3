const wholeNumber = new Intl.NumberFormat('en');
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const absolute = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium' });

const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** `12,345` */
export const formatCount = (count: number) => wholeNumber.format(count);

/** `3 minutes ago`, `in 3 minutes`; under a minute `just now` or `in a moment`. */
export function formatAgo(instant: string, now: number = Date.now()) {
  const seconds = (Date.parse(instant) - now) / 1000;
  for (const [unit, size] of units) {
    if (Math.abs(seconds) >= size) return relative.format(Math.round(seconds / size), unit);
  }
  return seconds > 0 ? 'in a moment' : 'just now';
}

/** The date and time in the reader's zone. */
export const formatInstant = (instant: string) => absolute.format(new Date(instant));

/** `850 ms`, `12.3 s`, `4 min 05 s`, `2 h 03 min`. */
export function formatDuration(milliseconds: number) {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${two(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${two((seconds % 3600) / 60)} min`;
}

/** `1.4 MB` */
export function formatBytes(bytes: number) {
  const names = ['B', 'kB', 'MB', 'GB', 'TB'];
  const step = bytes < 1000 ? 0 : Math.min(names.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  return `${step === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${names[step]}`;
}

/** `step 6` for `transformations[5]`, `step 3, then[0]` for a step in it; the others have names. */
export const formatStep = (step: string) => step.replace(/^transformations\[(\d+)\]\.?(.*)$/, (_, index: string, rest: string) => `step ${Number(index) + 1}${rest && `, ${rest}`}`);
