/** The catalogue with additional profile files: those next to a scenario by file name, those given as options by profile name. */
import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { catalogue as made, ProfileFileError, type Catalogue } from '../catalog/catalog.ts';
import type { Profile } from '../catalog/profile.ts';
import { shipped } from '../catalog/shipped.ts';
import { readProfiles, type ProfilesOfFile } from '../scenario/profileFile.ts';
import { reason } from './storeError.ts';

interface CatalogueFromOptions {
  /** The folder of the scenario, to which file names are relative. */
  readonly base: string;
  /** Files whose profiles take precedence over those of the catalogue; relative to the working directory. */
  readonly files?: readonly string[];
  readonly catalogue?: Catalogue | undefined;
}

/** Throws a ProfileFileError when one of `files` is not a file of profiles. */
export function catalogueFrom({ base, files = [], catalogue = shipped }: CatalogueFromOptions): Catalogue {
  const own = files.map((file) => profilesOf(file, file));
  const all =
    own.length === 0
      ? catalogue
      : made(
          [...own.flatMap(({ profiles }) => profiles), ...catalogue.profiles],
          [...own.flatMap(({ clouds }) => clouds), ...catalogue.clouds],
        );
  const only = <One>(name: string, of: (found: ProfilesOfFile) => readonly One[], what: string): One => {
    const [first, second] = of(profilesOf(isAbsolute(name) ? name : join(base, name), name));
    if (first === undefined) throw new ProfileFileError(`${name} has no ${what}`);
    if (second !== undefined)
      throw new ProfileFileError(`${name} has several profiles: --catalog ${name} finds each by its name`);
    return first;
  };
  return {
    ...all,
    findProfile: (name): Profile =>
      isFile(name) ? only(name, ({ profiles }) => profiles, 'profile of a machine') : all.findProfile(name),
    findCloud: (name) =>
      isFile(name) ? only(name, ({ clouds }) => clouds, 'profile of a cloud') : all.findCloud(name),
  };
}

/** Names in the catalogue neither end in .json nor begin with a dot or a slash. */
const isFile = (name: string): boolean => /\.json$/i.test(name) || /^(\.{1,2})?[/\\]/.test(name);

function profilesOf(path: string, name: string): ProfilesOfFile {
  if (!existsSync(path)) {
    const where = path === name ? '' : ` (${path}: names of files are relative to the scenario)`;
    throw new ProfileFileError(`there is no file ${name}${where}`);
  }
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new ProfileFileError(`${name} cannot be read: ${reason(error)}`);
  }
  return readProfiles(text, name);
}
