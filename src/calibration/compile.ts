/** Measurement tables to the catalogue's profiles. */
import type { Profile } from '../catalog/profile.ts';
import { deriveProfile } from './derive.ts';
import { labSpreads } from './labs.ts';
import { Relatives } from './relatives.ts';
import { usable, type Measurement } from './measurement.ts';
import { fitProfile } from './profileFit.ts';
import type { ProfileFit } from './profileOf.ts';
import type { Board, ModelFacts } from '../catalog/board.ts';
import type { Derivation } from './derivation.ts';

export interface Tables {
  readonly measurements: readonly Measurement[];
  readonly boards: readonly Board[];
  readonly models: readonly ModelFacts[];
  readonly derivations: readonly Derivation[];
}

export interface Compiled {
  readonly profiles: readonly Profile[];
  /** With their predictions, for validation; without derived profiles. */
  readonly fits: readonly ProfileFit[];
}

/** Rows of one model in one engine and mode become a profile where they have a speed, the board's list has the engine and the model's facts are known; then come the derived ones. */
export function compileProfiles({ measurements, boards, models, derivations }: Tables): Compiled {
  const relatives = new Relatives(measurements, models);
  const board = (id: string): Board => {
    const found = boards.find((each) => each.id === id);
    if (!found) throw new RangeError(`no board is called "${id}"`);
    return found;
  };
  const fits: ProfileFit[] = [];
  for (const group of relatives.groups) {
    const facts = relatives.facts(group[0]!.model);
    if (!facts || !(group[0]!.quantisation in facts.weights)) continue;
    const place = board(group[0]!.board);
    if (!place.engines.includes(group[0]!.engine)) continue;
    if (!group.some((row) => usable(row, 'speed') !== null)) continue;
    fits.push(fitProfile(group, relatives, place, facts));
  }
  const spreads = labSpreads(fits);
  const profiles = fits.map(({ profile }) => {
    const betweenLabs = spreads.get(profile.name);
    return betweenLabs === undefined ? profile : { ...profile, betweenLabs };
  });
  const known = (name: string): Profile => {
    const found = profiles.find((profile) => profile.name === name);
    if (!found) throw new RangeError(`nothing can be derived from "${name}": there is no such profile`);
    return found;
  };
  for (const derivation of derivations)
    profiles.push(deriveProfile(derivation, known, relatives, board(derivation.board), board));
  return { profiles: withDefaults(profiles, board), fits };
}

/** Sorted by name; of each model and quantisation on a board, the one with the board's preferred mode and engine is the default. */
function withDefaults(profiles: readonly Profile[], board: (id: string) => Board): Profile[] {
  const rank = ({ board: id, engine, mode }: Profile): number => {
    const { engines, modes } = board(id);
    const place = (list: readonly string[], name: string): number =>
      list.includes(name) ? list.indexOf(name) : list.length;
    return place(engines, engine) * 100 + place(modes, mode);
  };
  const key = (profile: Profile): string => `${profile.board}/${profile.model}-${profile.quantisation}`;
  const best = new Map<string, Profile>();
  for (const profile of profiles) {
    const other = best.get(key(profile));
    if (!other || rank(profile) < rank(other)) best.set(key(profile), profile);
  }
  return profiles
    .map((profile) => ({ ...profile, isDefault: best.get(key(profile)) === profile }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
