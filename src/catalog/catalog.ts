/** Profiles by name. A name is `board/model-quantisation[-engine][-mode]`. */
import { nearest } from './nearest.ts';
import type { CloudProfile } from './cloud.ts';
import type { Profile } from './profile.ts';

/** Profiles and clouds, found by name. */
export interface Catalogue {
  readonly profiles: readonly Profile[];
  readonly clouds: readonly CloudProfile[];
  /** Full names of all profiles. */
  readonly names: readonly string[];
  readonly cloudNames: readonly string[];
  /**
   * The profile of that name, carrying the name asked for. Without engine or mode it is the board's default, or the
   * first in the catalogue's order that has what was named. Throws one line with the nearest names.
   */
  findProfile(name: string): Profile;
  findCloud(name: string): CloudProfile;
  /** The valid names nearest to a wrong one, best first. */
  suggest(name: string): readonly string[];
}

/** A profile was to be in a file, and is not: what is wrong, in one line. */
export class ProfileFileError extends RangeError {
  override readonly name = 'ProfileFileError';
}

/** `board/model-quantisation`: what a name may be cut down to. */
export function shortName(profile: Profile): string {
  return `${profile.board}/${profile.model}-${profile.quantisation}`;
}

/** Whether `name` names this profile, with engine and mode left out or not. */
function answersTo(profile: Profile, name: string): boolean {
  const short = shortName(profile);
  return (
    name === profile.name ||
    name === short ||
    name === `${short}-${profile.engine}` ||
    name === `${short}-${profile.mode}`
  );
}

/**
 * A catalogue of these profiles and clouds: what ships with the package and somebody's own, say. `read` looks names up
 * in the one it is handed.
 *
 * @example
 * ```ts
 * import { catalogue, read, shipped } from 'edgewise';
 *
 * const mine = { ...shipped.findProfile('orin-nano-8gb/qwen2.5-3b-q4'), name: 'desk/mine-q4', board: 'desk', model: 'mine' };
 * const text = 'name: own\nduration: 1h\nworkload: { arrivals: { kind: poisson, rate: 1/m }, prompt: 9, output: 9 }\nfleet: [{ profile: desk/mine-q4 }]';
 * const file = read(text, { file: 'own.yaml', catalogue: catalogue([...shipped.profiles, mine], shipped.clouds) });
 * console.log(file.cells[0].scenario.fleet[0].profile.board); // desk
 * ```
 */
export function catalogue(profiles: readonly Profile[], clouds: readonly CloudProfile[]): Catalogue {
  const names = profiles.map((profile) => profile.name);
  const cloudNames = clouds.map((cloud) => cloud.name);
  const shortNames = profiles.filter((profile) => profile.isDefault).map(shortName);
  const suggest = (name: string): readonly string[] =>
    nearest(
      name,
      name.includes('/') && cloudNames.some((cloud) => cloud.split('/')[0] === name.split('/')[0])
        ? cloudNames
        : [...shortNames, ...names],
    );
  return {
    profiles,
    clouds,
    names,
    cloudNames,
    suggest,
    findProfile(name) {
      const candidates = profiles.filter((profile) => answersTo(profile, name));
      const found =
        candidates.find((profile) => profile.name === name) ??
        candidates.find((profile) => profile.isDefault) ??
        candidates[0];
      if (found) return { ...found, name };
      const hints = nearest(name, [...shortNames, ...names]);
      throw new RangeError(`no profile is called "${name}"; nearest: ${hints.join(', ')}`);
    },
    findCloud(name) {
      const found = clouds.find((cloud) => cloud.name === name);
      if (found) return found;
      throw new RangeError(`no cloud is called "${name}"; nearest: ${nearest(name, cloudNames).join(', ')}`);
    },
  };
}
