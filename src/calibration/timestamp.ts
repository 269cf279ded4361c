/** Times in logs as seconds since 1970. A time without a zone is taken as it stands. */
import { dateOf } from '../logs/moment.ts';

/** Other forms, converted to the usual one. */
const OTHERS: readonly (readonly [RegExp, string])[] = [
  [/^(\d{4})\/(\d{2})\/(\d{2})(?=[T ])/, '$1-$2-$3'],
  [/^(\d{4})(\d{2})(\d{2})-(\d{2})(\d{2})(\d{2})$/, '$1-$2-$3T$4:$5:$6'],
  [/^(\d{2})-(\d{2})-(\d{4})(?= )/, '$3-$1-$2'],
];

/** `2025-03-01T12:00:00.5Z`, `20250301-120000`, `03-01-2025 12:00:00`; undefined for anything else. */
export function parseTimestamp(text: string): number | undefined {
  const usual = OTHERS.reduce((written, [form, parts]) => written.replace(form, parts), text.trim());
  const date = dateOf(usual);
  return date === undefined || date.bare ? undefined : date.shown - (date.zone ?? 0);
}
