/** Checks the sections of a cell, each only once however many cells share it. */
import { z } from 'zod';
import { ProfileFileError, shortName, type Catalogue } from '../catalog/catalog.ts';
import type { CloudProfile } from '../catalog/cloud.ts';
import type { Profile } from '../catalog/profile.ts';
import { isWritten, plain, type Node } from './node.ts';
import { problems, type Problem } from './problem.ts';
import { cloudProfile, profile } from './profile.ts';
import type { CloudChoice, FleetEntry, Plain, Planning } from './scenario.ts';
import { withServer } from './server.ts';
import { inside } from './shape.ts';
import { instead } from './suggestion.ts';

export interface FileSection {
  readonly value: unknown;
  /** Paths are from the top of the file. */
  readonly problems: readonly Problem[];
}

/** Checks sections by key, and caches results by node. */
export class Sections {
  readonly #fields: Readonly<Record<string, z.ZodType>>;
  readonly #catalogue: Catalogue;
  readonly #known: Map<string, Map<Node | undefined, FileSection>> = new Map();
  readonly #profiles: Map<string, Profile> = new Map();

  constructor(fields: Readonly<Record<string, z.ZodType>>, catalogue: Catalogue) {
    this.#fields = fields;
    this.#catalogue = catalogue;
    for (const key of Object.keys(fields)) this.#known.set(key, new Map());
  }

  get keys(): readonly string[] {
    return [...this.#known.keys()];
  }

  read(key: string, node: Node | undefined): FileSection {
    const known = this.#known.get(key)!;
    let section = known.get(node);
    if (!section) known.set(node, (section = this.#check(key, node)));
    return section;
  }

  #check(key: string, node: Node | undefined): FileSection {
    const schema = z.strictObject({ [key]: this.#fields[key]! });
    const value: Plain = isWritten(node) ? { [key]: served(key, plain(node)) } : {};
    const result = schema.safeParse(value, { reportInput: true, jitless: true });
    const unknown = this.#unknownProfiles(key, value);
    if (!result.success) {
      return { value: undefined, problems: [...problems(schema, result.error.issues, value), ...unknown] };
    }
    if (unknown.length > 0) return { value: undefined, problems: unknown };
    const whole = JSON.parse(JSON.stringify(result.data[key] ?? null)) as unknown;
    return { value: this.#resolved(key, whole), problems: [] };
  }

  /** Reports unknown profile names, even where there are other mistakes. */
  #unknownProfiles(key: string, value: Readonly<Record<string, Plain>>): readonly Problem[] {
    const { names, profiles, cloudNames } = this.#catalogue;
    const part = value[key];
    if (key === 'cloud') {
      return unknown(part, ['cloud'], 'cloud profile', cloudNames, (name) => this.#catalogue.findCloud(name));
    }
    const path = key === 'plan' ? [key, 'candidates'] : [key];
    const list = key === 'plan' ? inside(part, 'candidates') : part;
    if (!['fleet', 'plan'].includes(key) || !Array.isArray(list)) return [];
    const all = [...profiles.filter((one) => one.isDefault).map(shortName), ...names];
    return (list as readonly Plain[]).flatMap((entry, i) =>
      unknown(entry, [...path, i], 'profile', all, (name) => this.#catalogue.findProfile(name)),
    );
  }

  /** Replaces names of profiles by the profiles. */
  #resolved(key: string, value: unknown): unknown {
    if (key === 'fleet') return (value as readonly FleetEntry[]).map((entry) => this.#entry(entry));
    if (key === 'plan' && value !== null) {
      const planning = value as Planning;
      return { ...planning, candidates: planning.candidates.map((entry) => this.#entry(entry)) };
    }
    if (key !== 'cloud' || value === null) return value;
    const cloud = value as CloudChoice;
    const named = cloud.profile as CloudProfile | string;
    const found =
      typeof named === 'string'
        ? cloudProfile.parse(this.#catalogue.findCloud(named), { jitless: true })
        : named;
    return { ...cloud, profile: rated(found, cloud.quality) };
  }

  #entry<Entry extends Pick<FleetEntry, 'profile' | 'quality'>>(entry: Entry): Entry {
    const named = entry.profile as Profile | string;
    if (typeof named !== 'string') return { ...entry, profile: rated(named, entry.quality) };
    let found = this.#profiles.get(named);
    if (!found)
      this.#profiles.set(
        named,
        (found = profile.parse(this.#catalogue.findProfile(named), { jitless: true })),
      );
    return { ...entry, profile: rated(found, entry.quality) };
  }
}

/** A Q beside a profile overrides its own. */
function rated<Of extends { readonly quality: number | null }>(profile: Of, quality: number | undefined): Of {
  return quality === undefined ? profile : { ...profile, quality };
}

/** Applies the settings of a named server. */
function served(key: string, part: Plain): Plain {
  if (key === 'fleet') return Array.isArray(part) ? (part as readonly Plain[]).map(withServer) : part;
  const candidates = key === 'plan' ? inside(part, 'candidates') : undefined;
  if (!Array.isArray(candidates)) return part;
  return { ...(part as object), candidates: (candidates as readonly Plain[]).map(withServer) };
}

function unknown(
  part: Plain | undefined,
  path: readonly (string | number)[],
  what: string,
  names: readonly string[],
  find: (name: string) => unknown,
): readonly Problem[] {
  if (typeof part !== 'object' || part === null || !('profile' in part)) return [];
  const { profile: name } = part;
  if (typeof name !== 'string') return [];
  try {
    find(name);
    return [];
  } catch (error) {
    if (error instanceof ProfileFileError)
      return [{ path: [...path, 'profile'], of: 'value', message: error.message }];
    const hints = instead(name, names, 'edgewise catalog');
    return [{ path: [...path, 'profile'], of: 'value', message: `no ${what} is called ${name}`, ...hints }];
  }
}
