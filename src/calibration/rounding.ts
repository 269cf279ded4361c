/** Rounds coefficients to six digits: more than their precision, and the same bytes everywhere. */
import type { Profile } from '../catalog/profile.ts';

export function six(value: number): number {
  return Number(value.toPrecision(6));
}

/** Every number in it, lists and objects in it included. */
function each<Fields extends object>(fields: Fields): Fields {
  const entries = Object.entries(fields).map(([key, value]: [string, unknown]) => [key, short(value)]);
  return Object.fromEntries(entries) as Fields;
}

function short(value: unknown): unknown {
  if (typeof value === 'number') return six(value);
  if (Array.isArray(value)) return value.map(short);
  return typeof value === 'object' && value !== null ? each(value) : value;
}

export function roundedProfile(profile: Profile): Profile {
  return {
    ...profile,
    pace: { ...profile.pace, prefill: each(profile.pace.prefill), step: each(profile.pace.step) },
    power: each(profile.power),
    uncertainty: profile.uncertainty.map((part) =>
      part.kind === 'scale'
        ? { ...part, sd: six(part.sd) }
        : { ...part, covariance: part.covariance.map((row) => row.map(six)) },
    ),
  };
}

/** A list as the files of the catalogue hold it: one line per entry's field, ending in a line end. */
export function catalogueJson(entries: readonly object[]): string {
  return `${JSON.stringify(entries, null, 1)}\n`;
}
