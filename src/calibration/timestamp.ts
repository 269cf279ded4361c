/** Times of day in logs to seconds since 1970, without a clock. A time without a zone is taken as it stands. */

const ISO = /^(\d{4})[-/](\d{2})[-/](\d{2})[T ](\d{2}):(\d{2}):(\d{2}(?:\.\d+)?)\s*(Z|[+-]\d{2}:?\d{2})?$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})-(\d{2})(\d{2})(\d{2})$/;
const AMERICAN = /^(\d{2})-(\d{2})-(\d{4}) (\d{2}):(\d{2}):(\d{2}(?:\.\d+)?)$/;

/** `2025-03-01T12:00:00.5Z`, `20250301-120000`, `03-01-2025 12:00:00`; undefined for anything else. */
export function parseTimestamp(text: string): number | undefined {
  const trimmed = text.trim();
  const iso = ISO.exec(trimmed) ?? COMPACT.exec(trimmed);
  if (iso) {
    const [, year, month, day, hour, minute, second, zone] = iso;
    return seconds(year!, month!, day!, hour!, minute!, second!) - zoneSeconds(zone);
  }
  const american = AMERICAN.exec(trimmed);
  if (!american) return undefined;
  const [, month, day, year, hour, minute, second] = american;
  return seconds(year!, month!, day!, hour!, minute!, second!);
}

function seconds(year: string, month: string, day: string, hour: string, minute: string, second: string): number {
  const days = daysSince1970(Number(year), Number(month), Number(day));
  return ((days * 24 + Number(hour)) * 60 + Number(minute)) * 60 + Number(second);
}

function zoneSeconds(zone: string | undefined): number {
  if (!zone || zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith('-') ? -60 : 60) * minutes;
}

/** Years start in March here, so that the leap day is the last one. */
function daysSince1970(year: number, month: number, day: number): number {
  const y = month > 2 ? year : year - 1;
  const era = Math.floor(y / 400);
  const ofEra = y - era * 400;
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719468;
}
