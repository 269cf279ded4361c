/** Reads a file with regions: each kind of region is read like a file, its own sections overriding the shared ones. */
import { grouped } from '../kernel/grouped.ts';
import { makeCells, type CellOptions, type ReadCells } from './cells.ts';
import { located } from './locate.ts';
import { mistake, type Mistake } from './mistake.ts';
import { child, isWritten, keys, plain, type Mapping, type Node } from './node.ts';
import { patienceOf } from './patience.ts';
import { problems } from './problem.ts';
import { OF_REGION, REGION, REGION_NAMES } from './regionFields.ts';
import type { Overflow, RegionKind, Scenario } from './scenario.ts';
import { insteadOfKey } from './suggestion.ts';
import { linksOf } from './world.ts';
const MOST_REGIONS = 100_000;

/** Whether the file has regions. */
export function hasRegions(root: Mapping): boolean {
  return isWritten(child(root, 'regions'));
}
interface RegionEntry extends Pick<RegionKind, 'name' | 'count' | 'at' | 'own'> {
  /** The file as it applies to this region. */
  readonly root: Mapping;
}

/** The cells of a file with regions. */
export function makeWorldCells(root: Mapping, options: CellOptions): ReadCells {
  const { entries, mistakes } = entriesOf(root);
  const plan = root.entries.get('plan');
  if (plan && isWritten(plan.value))
    mistakes.push(mistake(plan.key, 'plan', 'does not go with regions: a fleet is planned for one of them'));
  const metrics = child(root, 'metrics');
  const tenants = metrics && child(metrics, 'tenants');
  if (tenants && isWritten(tenants) && plain(tenants) !== 0)
    mistakes.push(
      mistake(
        tenants.span,
        'metrics.tenants',
        'does not go with regions: tenants have figures of their own in one fleet',
      ),
    );
  const made = entries.map((entry, i) => {
    const { cells, mistakes: wrong } = makeCells(entry.root, options);
    mistakes.push(...wrong.map((one) => within(one, entry, i)));
    return cells;
  });
  const [first = []] = made;
  if (mistakes.length > 0 || entries.length === 0 || made.some(({ length }) => length !== first.length))
    return { cells: [], mistakes };
  const cells = first.map(({ labels }, cell) => {
    const kinds = entries.map(({ name: called, count, at, own }, i): RegionKind => {
      return { name: called, count, at, own, scenario: made[i]![cell]!.scenario };
    });
    return { labels, scenario: together(kinds) };
  });
  return { cells, mistakes: cells.length > 0 ? unlinked(root, cells[0]!.scenario, entries) : mistakes };
}

/** Moves a mistake in a section of the region's own to its place under `regions`. */
function within(one: Mistake, { own }: RegionEntry, i: number): Mistake {
  return own.includes(keys(one.path)[0]!) ? { ...one, path: `regions.${i}.${one.path}` } : one;
}

/** The regions as one scenario: the machines of all regions, and otherwise the first region's values. */
function together(kinds: readonly RegionKind[]): Scenario {
  const all = kinds.map(({ scenario }) => scenario);
  const { overflow: _, ...first } = all[0]!;
  return {
    ...first,
    fleet: kinds.flatMap(({ count, scenario }) =>
      scenario.fleet.map((entry) => ({ ...entry, count: count * entry.count })),
    ),
    retry: all.find(({ retry }) => retry !== null)?.retry ?? null,
    fallback: all.some(({ fallback }) => fallback === 'drop') ? 'drop' : 'cloud',
    cloud: all.find(({ cloud }) => cloud !== null)?.cloud ?? null,
    regions: kinds,
  };
}

function entriesOf(root: Mapping): {
  readonly entries: readonly RegionEntry[];
  readonly mistakes: Mistake[];
} {
  const mistakes: Mistake[] = [];
  const node = child(root, 'regions')!;
  if (node.kind !== 'list' || node.items.length === 0) {
    const allowed = 'a list of regions, as - { name: north, count: 4 }';
    const message = node.kind === 'list' ? 'is empty' : 'is not a list';
    return { entries: [], mistakes: [mistake(node.span, 'regions', message, { allowed })] };
  }
  const entries = node.items.flatMap((item, i) => entryOf(root, item, i, mistakes));
  entries.forEach((entry, i) => {
    const same = entries.slice(0, i).map((before) => sameName(before, entry) ?? sameName(entry, before));
    const name = same.find((one) => one !== null);
    if (name !== undefined)
      mistakes.push(mistake(node.items[i]!.span, `regions.${i}.name`, `two regions are called ${name}`));
  });
  const total = entries.reduce((sum, { count }) => sum + count, 0);
  if (total > MOST_REGIONS)
    mistakes.push(
      mistake(node.span, 'regions', `are ${grouped(total)} regions`, {
        allowed: `${grouped(MOST_REGIONS)} at most`,
      }),
    );
  return { entries, mistakes };
}

type Named = Pick<RegionEntry, 'name' | 'count'>;

/** A name that both would have: the same kind, or one of several of the first. */
function sameName(kind: Named, { name }: Named): string | null {
  if (kind.name === name) return name;
  const [, stem, digits] = /^(.+)-([1-9]\d*)$/.exec(name) ?? [];
  return stem === kind.name && kind.count > 1 && Number(digits) <= kind.count ? name : null;
}

function entryOf(root: Mapping, item: Node, i: number, found: Mistake[]): RegionEntry[] {
  if (item.kind !== 'mapping') {
    const allowed = 'its name, and what is different in it, as { name: north, count: 4 }';
    found.push(mistake(item.span, `regions.${i}`, 'is not a region', { allowed }));
    return [];
  }
  const written = [...item.entries].filter(([, { value }]) => isWritten(value)).map(([key]) => key);
  const [free, taken] = [false, true].map((has) =>
    REGION_NAMES.filter((name) => written.includes(name) === has),
  );
  for (const key of written.filter((name) => !REGION_NAMES.includes(name)))
    found.push(
      mistake(item.entries.get(key)!.key, `regions.${i}`, `there is no ${key} here`, {
        ...insteadOfKey(key, free!, taken!),
      }),
    );
  const own = OF_REGION.filter((name) => written.includes(name));
  const value = plain(item) as Readonly<Record<string, never>>;
  const said = Object.fromEntries(
    Object.entries(value).filter(([key]) => REGION_NAMES.includes(key) && !(own as string[]).includes(key)),
  );
  const result = REGION.safeParse(said, { reportInput: true, jitless: true });
  if (!result.success) {
    const wrong = problems(REGION, result.error.issues, said);
    found.push(...wrong.map((one) => located(root, { ...one, path: ['regions', i, ...one.path] })));
    return [];
  }
  const entries = new Map(root.entries);
  entries.delete('regions');
  for (const key of own) entries.set(key, item.entries.get(key)!);
  const { name, count, at } = result.data as Pick<RegionKind, 'name' | 'count' | 'at'>;
  // A missing key belongs to the entry when it has sections of its own.
  const span = own.length > 0 ? item.span : root.span;
  return [{ name, count, at, own, root: { ...root, span, entries } }];
}

/** Reports mistakes in where regions send the requests that they refuse. */
function unlinked(root: Mapping, world: Scenario, entries: readonly RegionEntry[]): Mistake[] {
  return world
    .regions!.flatMap(({ scenario, own }, i) => {
      if (!scenario.overflow) return [];
      const at = own.includes('overflow') ? ['regions', i, 'overflow'] : ['overflow'];
      return faults(scenario.overflow, world, i).map(({ path, ...said }) =>
        located(root, { path: [...at, ...path], of: 'value', ...said }),
      );
    })
    .filter(({ path, message }, k, all) => {
      return entries.length > 0 && all.findIndex((one) => one.path === path && one.message === message) === k;
    });
}

interface OverflowFault {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly allowed?: string | undefined;
  readonly nearest?: string | undefined;
}

function faults(overflow: Overflow, world: Scenario, kind: number): OverflowFault[] {
  const found: OverflowFault[] = [];
  if (overflow.delay === 0)
    found.push({
      path: ['delay'],
      message:
        'must be above 0: regions are simulated apart for as long as a request is on its way, and without a way each would have to know at once what the others do',
      allowed: 'a time, as 40ms',
    });
  const { scenario } = world.regions![kind]!;
  if (patienceOf(scenario)?.firstToken != null)
    found.push({
      path: [],
      message:
        'does not go with patience for the first token: of a request that another region works on it is not known at home before the answer is there',
      allowed: 'patience for the answer',
    });
  overflow.to.forEach((name, k) => {
    const link = linksOf(world.regions!, kind, name);
    if ('why' in link) {
      const { why, ...hints } = link;
      found.push({ path: ['to', k], message: why, ...hints });
    } else if (overflow.to.indexOf(name) < k)
      found.push({ path: ['to', k], message: 'is named twice', allowed: 'each region once' });
  });
  return found;
}
