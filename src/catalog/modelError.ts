/** A profile as it might as well be: coefficients drawn from their uncertainty. */
import { exp } from '../kernel/math.ts';
import type { Random } from '../kernel/random.ts';
import type { Coefficient, Profile, Uncertainty } from './profile.ts';

/** One normal number per coefficient or scale is used, in a fixed order, so equal streams give equal profiles. */
export function drawModelError(profile: Profile, random: Pick<Random, 'normal'>): Profile {
  const values = new Map<Coefficient, number>();
  const read = (path: Coefficient): number => values.get(path) ?? coefficient(profile, path);
  for (const part of profile.uncertainty) {
    const moved = part.kind === 'scale' ? scaled(part, random, read) : shifted(part, random, read);
    for (const [path, value] of moved) values.set(path, Math.max(0, value));
  }
  const { prefill, step } = profile.pace;
  const optional = (path: Coefficient, value: number | undefined): number | undefined =>
    value === undefined ? undefined : read(path);
  const idle = read('power.idle');
  return {
    ...profile,
    pace: {
      ...profile.pace,
      prefill: {
        ...prefill,
        fixed: read('prefill.fixed'),
        perToken: read('prefill.perToken'),
        perTokenSquared: read('prefill.perTokenSquared'),
        ...defined('perStep', optional('prefill.perStep', prefill.perStep)),
        ...defined('outside', optional('prefill.outside', prefill.outside)),
      },
      step: {
        ...step,
        fixed: read('step.fixed'),
        perSequence: read('step.perSequence'),
        perCachedToken: read('step.perCachedToken'),
        ...defined('alone', optional('step.alone', step.alone)),
        ...(step.experts && {
          experts: {
            ...step.experts,
            seconds: read('step.experts.seconds'),
            sequences: read('step.experts.sequences'),
          },
        }),
        ...(step.table && { table: step.table.map((_, i) => read(`step.table.${i + 1}`)) }),
      },
    },
    power: {
      idle,
      prefill: Math.max(idle, read('power.prefill')),
      decode: Math.max(idle, read('power.decode')),
      decodePerSequence: read('power.decodePerSequence'),
    },
  };
}

/** Zero for what a profile leaves out. */
export function coefficient(profile: Profile, path: Coefficient): number {
  const [part, ...fields] = path.split('.') as [string, string, string?];
  const { step, prefill } = profile.pace;
  let found: unknown = part === 'power' ? profile.power : part === 'step' ? step : prefill;
  for (const field of fields) {
    const key = Array.isArray(found) ? String(Number(field) - 1) : field!;
    found = (found as Readonly<Record<string, unknown>> | undefined)?.[key];
  }
  return typeof found === 'number' ? found : 0;
}

function defined<Name extends string>(name: Name, value: number | undefined): { [Key in Name]?: number } {
  return value === undefined ? {} : ({ [name]: value } as { [Key in Name]?: number });
}

type Moved = readonly (readonly [Coefficient, number])[];

/** One factor for all of them. */
function scaled(
  { of, sd }: Extract<Uncertainty, { kind: 'scale' }>,
  random: Pick<Random, 'normal'>,
  read: (path: Coefficient) => number,
): Moved {
  const factor = exp(sd * random.normal());
  return of.map((path) => [path, read(path) * factor]);
}

/** Correlated normal shifts, of the coefficients or of their logarithms: the lower triangle of the covariance times independent normals. */
function shifted(
  { kind, of, covariance }: Exclude<Uncertainty, { kind: 'scale' }>,
  random: Pick<Random, 'normal'>,
  read: (path: Coefficient) => number,
): Moved {
  const root = cholesky(covariance);
  const draws = of.map(() => random.normal());
  return of.map((path, i) => {
    let shift = 0;
    for (let j = 0; j <= i; j++) shift += root[i]![j]! * draws[j]!;
    return [path, kind === 'covariance' ? read(path) + shift : read(path) * exp(shift)];
  });
}

/** L with L L' = covariance. A coefficient without variance gets a row of zeros. */
export function cholesky(covariance: readonly (readonly number[])[]): number[][] {
  const root = covariance.map((row) => row.map(() => 0));
  for (let i = 0; i < covariance.length; i++)
    for (let j = 0; j <= i; j++) {
      let rest = covariance[i]![j]!;
      for (let k = 0; k < j; k++) rest -= root[i]![k]! * root[j]![k]!;
      if (i === j) root[i]![j] = Math.sqrt(Math.max(0, rest));
      else root[i]![j] = root[j]![j]! > 0 ? rest / root[j]![j]! : 0;
    }
  return root;
}
