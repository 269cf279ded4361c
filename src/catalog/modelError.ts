/** A profile as it might as well be: coefficients drawn from their uncertainty. */
import { exp } from '../kernel/math.ts';
import type { Random } from '../kernel/random.ts';
import type { Coefficient, Profile, Uncertainty } from './profile.ts';

/** One normal number per coefficient or scale is used, in a fixed order, so equal streams give equal profiles. */
export function drawModelError(profile: Profile, random: Pick<Random, 'normal'>): Profile {
  const values = new Map<Coefficient, number>();
  const read = (path: Coefficient): number => values.get(path) ?? coefficient(profile, path);
  for (const part of profile.uncertainty) {
    const moved = part.kind === 'covariance' ? shifted(part, random, read) : scaled(part, random, read);
    for (const [path, value] of moved) values.set(path, Math.max(0, value));
  }
  const { prefill } = profile.pace;
  const idle = read('power.idle');
  return {
    ...profile,
    pace: {
      prefill: {
        ...prefill,
        fixed: read('prefill.fixed'),
        perToken: read('prefill.perToken'),
        perTokenSquared: read('prefill.perTokenSquared'),
      },
      step: {
        fixed: read('step.fixed'),
        perSequence: read('step.perSequence'),
        perCachedToken: read('step.perCachedToken'),
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

export function coefficient(profile: Profile, path: Coefficient): number {
  const [part, field] = path.split('.') as [string, string];
  const owner = part === 'power' ? profile.power : part === 'step' ? profile.pace.step : profile.pace.prefill;
  return (owner as unknown as Readonly<Record<string, number>>)[field]!;
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

/** Correlated normal shifts: the lower triangle of the covariance times independent normals. */
function shifted(
  { of, covariance }: Extract<Uncertainty, { kind: 'covariance' }>,
  random: Pick<Random, 'normal'>,
  read: (path: Coefficient) => number,
): Moved {
  const root = cholesky(covariance);
  const draws = of.map(() => random.normal());
  return of.map((path, i) => {
    let shift = 0;
    for (let j = 0; j <= i; j++) shift += root[i]![j]! * draws[j]!;
    return [path, read(path) + shift];
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
