/** Coefficients with six digits: more than any of them deserves, and the same bytes everywhere. */
import type { Profile } from '../catalog/profile.ts';

export function six(value: number): number {
  return Number(value.toPrecision(6));
}

function each<Fields extends object>(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, typeof value === 'number' ? six(value) : value]),
  ) as Fields;
}

export function roundedProfile(profile: Profile): Profile {
  return {
    ...profile,
    pace: { prefill: each(profile.pace.prefill), step: each(profile.pace.step) },
    power: each(profile.power),
    uncertainty: profile.uncertainty.map((part) =>
      part.kind === 'covariance'
        ? { ...part, covariance: part.covariance.map((row) => row.map(six)) }
        : { ...part, sd: six(part.sd) },
    ),
  };
}

/** A list as the files of the catalogue hold it: one line per entry's field, ending in a line end. */
export function catalogueJson(entries: readonly object[]): string {
  return `${JSON.stringify(entries, null, 1)}\n`;
}
