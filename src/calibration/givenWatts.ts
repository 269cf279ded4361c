/** Power that was not measured but given by the user. */
import type { Errors } from '../catalog/profile.ts';
import type { PowerAssumption } from './boardPower.ts';
import type { Measurement } from './measurement.ts';
import type { Prediction } from './predict.ts';
import type { ProfileFit } from './profileOf.ts';

/** Watts of the whole board. */
export interface GivenWatts {
  readonly idle: number;
  readonly decode: number;
  readonly prefill?: number;
}

/** The scope of such power. */
export const GIVEN = 'given, not measured';

/** The profile with this power, and without errors of predicted power. */
export function withGivenWatts(fit: ProfileFit, watts: GivenWatts, rows: readonly Measurement[]): ProfileFit {
  const { profile, power } = fit;
  const { inSample, crossValidated, heldOut } = profile.errors;
  const measured = rows.some((row) => row.decodeWatts !== null || row.prefillWatts !== null);
  const replaced: readonly PowerAssumption['about'][] = [
    'whole',
    'idle',
    ...(watts.prefill === undefined ? [] : (['prefill'] as const)),
  ];
  const moot = new Set(power.flatMap(({ about, text }) => (replaced.includes(about) ? [text] : [])));
  return {
    power,
    profile: {
      ...profile,
      power: { ...profile.power, ...watts, prefill: watts.prefill ?? watts.decode },
      powerScope: GIVEN,
      powerRule: 'taken as watts of the whole board',
      errors: {
        inSample: withoutPower(inSample),
        crossValidated: crossValidated && withoutPower(crossValidated),
        heldOut: heldOut && withoutPower(heldOut),
      },
      assumptions: [
        `power: ${GIVEN}${measured ? '; the power in the files is not used' : ''}`,
        ...profile.assumptions.filter((line) => !moot.has(line)),
      ],
    },
    inSample: fit.inSample.filter(notOfPower),
    heldOut: fit.heldOut.filter(notOfPower),
  };
}

function withoutPower(errors: Errors): Errors {
  return { ...errors, decodePower: null, prefillPower: null };
}

function notOfPower({ quantity }: Prediction): boolean {
  return quantity !== 'decodeWatts' && quantity !== 'prefillWatts';
}
