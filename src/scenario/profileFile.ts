/** Reads files of profiles, as `calibrate` writes them: one, a list, or `{ profiles, clouds }`. */
import type { z } from 'zod';
import { ProfileFileError } from '../catalog/catalog.ts';
import type { CloudProfile } from '../catalog/cloud.ts';
import type { Profile } from '../catalog/profile.ts';
import { problems } from './problem.ts';
import { cloudProfile, profile } from './profile.ts';
import type { Plain } from './scenario.ts';

export interface ProfilesOfFile {
  readonly profiles: readonly Profile[];
  readonly clouds: readonly CloudProfile[];
}

/** Throws a ProfileFileError with a message of one line; `file` is its name in messages. */
export function readProfiles(text: string, file: string): ProfilesOfFile {
  let written: Plain;
  try {
    written = JSON.parse(text) as Plain;
  } catch (error) {
    const why = (error as Error).message;
    throw new ProfileFileError(`${file} is no JSON: ${why}; calibrate writes a profile as JSON`);
  }
  const group = isMapping(written) && ('profiles' in written || 'clouds' in written) ? written : null;
  const list = (name: string): readonly Plain[] => {
    const part = group?.[name] ?? [];
    if (!Array.isArray(part)) throw new ProfileFileError(`${file}: ${name} is not a list`);
    return part as readonly Plain[];
  };
  const all = group
    ? [...list('profiles'), ...list('clouds')]
    : Array.isArray(written)
      ? (written as readonly Plain[])
      : [written];
  if (all.length === 0) throw new ProfileFileError(`${file} has no profiles`);
  const found = { profiles: [] as Profile[], clouds: [] as CloudProfile[] };
  for (const [i, one] of all.entries()) {
    const where = all.length === 1 ? file : `${file}: number ${i + 1}`;
    if (!isMapping(one)) throw new ProfileFileError(`${where} is no profile: expected an object of fields`);
    if ('price' in one) found.clouds.push(checked(cloudProfile, one, where) as CloudProfile);
    else {
      if (!('pace' in one))
        throw new ProfileFileError(
          `${where} is no profile: it has neither pace, as machines do, nor price, as clouds do; it has ${Object.keys(one).slice(0, 5).join(', ') || 'nothing'}`,
        );
      const made = checked(profile, one, where) as Profile;
      found.profiles.push('name' in one ? made : { ...made, name: bare(file) });
    }
  }
  return found;
}

/** The file name without folder and extension. */
const bare = (file: string): string => file.replace(/^.*[/\\]/, '').replace(/\.json$/i, '');

const isMapping = (value: Plain): value is { readonly [key: string]: Plain } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function checked(schema: z.ZodType, value: Plain, where: string): unknown {
  const result = schema.safeParse(value, { reportInput: true, jitless: true });
  if (result.success) return result.data;
  const [first] = problems(schema, result.error.issues, value);
  // The message already names the missing key.
  const at = first?.of === 'missing' ? first.path.slice(0, -1) : (first?.path ?? []);
  const path = at.length > 0 ? `${at.join('.')}${first?.of === 'missing' ? ':' : ''} ` : '';
  const allowed = first?.allowed ? `; allowed: ${first.allowed}` : '';
  throw new ProfileFileError(`${where} is no profile: ${path}${first?.message ?? 'is wrong'}${allowed}`);
}
