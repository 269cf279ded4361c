// Profiles in two parts: what a run and a card read of them, and what a plan and a reader ask for, which is twice as much.
import { packed, unpacked } from './packed.js';

/** The first part. A name is made of four of them. */
const RUN = [
  'board',
  'model',
  'quantisation',
  'engine',
  'mode',
  'isDefault',
  'pace',
  'power',
  'memory',
  'context',
  'fit',
  'quality',
  'responsiveness',
  'range',
  'serving',
];

/** The rest, where nobody has asked for it yet. */
export const UNASKED = { uncertainty: [], powerScope: '', powerRule: '', sources: [], assumptions: [] };

const nameOf = ({ board, model, quantisation, engine, mode }) =>
  `${board}/${[model, quantisation, engine, mode].join('-')}`;

const part = (profile, isWanted) =>
  Object.fromEntries(Object.entries(profile).filter(([key]) => isWanted(key)));

export function firstParts(profiles) {
  return packed(
    profiles.map((profile) => {
      if (nameOf(profile) !== profile.name) throw new Error(`${profile.name} is not the name of its parts`);
      return { ...part(profile, (key) => RUN.includes(key)), errors: told(profile.errors) };
    }),
  );
}

/** How far coefficients may be off, and what they rest on. */
const REST = ['uncertainty', 'sources', 'assumptions'];

export const restOf = (profiles) =>
  packed(profiles.map((profile) => part(profile, (key) => REST.includes(key))));

/** The error that a card tells: of decode speed, from what was held out where something was. */
function told(errors) {
  const name = ['heldOut', 'crossValidated', 'inSample'].find((one) => errors[one]);
  return name === undefined ? {} : { [name]: { decodeSpeed: errors[name].decodeSpeed } };
}

export const begun = (first) =>
  unpacked(first).map((profile) => ({ name: nameOf(profile), ...profile, ...UNASKED }));

/** Profiles that have begun, with the rest of them. */
export function completed(profiles, rest) {
  const more = unpacked(rest);
  return profiles.map((profile, i) => ({ ...profile, ...more[i] }));
}
