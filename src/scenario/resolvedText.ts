/** Writes a scenario as text, with all defaults and catalogue profiles written out. */
import { stringify } from 'yaml';
import { keys } from './node.ts';
import { withoutServer } from './server.ts';
import type {
  Axis,
  Cell,
  Claim,
  Expect,
  Label,
  Plain,
  Planning,
  RegionKind,
  Scenario,
  ScenarioFile,
} from './scenario.ts';

type Resolved = Omit<ScenarioFile, 'text' | 'warnings'>;

export function resolvedText(scenarioFile: Resolved, strategyWritten: boolean): string {
  const [first] = scenarioFile.cells;
  const { regions } = first!.scenario;
  const { name: _, strategy, ...cell } = regions ? shared(regions) : first!.scenario;
  const cells = regions ? scenarioFile.cells.map(ofOneRegion) : scenarioFile.cells;
  const file = {
    name: scenarioFile.name,
    ...(scenarioFile.description !== '' && { description: scenarioFile.description }),
    seed: scenarioFile.seed,
    replications: scenarioFile.replications,
    ...sections(cell),
    // Left out where it is not needed for one device, since a cell with more devices would then need it.
    ...(strategyWritten && strategy && { strategy: withoutNulls(strategy) }),
    ...(regions && { regions: regions.map(regionText) }),
    ...(scenarioFile.axes.length > 0 && { vary: vary(scenarioFile.axes, cells) }),
    ...(scenarioFile.expect.length > 0 && { expect: scenarioFile.expect.map(claim) }),
    ...(scenarioFile.planning && { plan: bought(scenarioFile.planning) }),
  };
  return stringify(file, { lineWidth: 0, aliasDuplicateObjects: false });
}

/** Sections of a cell as they are written. */
function sections(parts: Partial<Scenario>): object {
  const { fleet } = parts;
  return withoutNulls({
    ...parts,
    ...(fleet && { fleet: (fleet as unknown as readonly Plain[]).map(withoutServer) }),
  } as unknown as Plain) as object;
}

/** Shared sections: those of the first region that has none of its own. */
function shared(regions: readonly RegionKind[]): Partial<Scenario> & Pick<Scenario, 'name'> {
  const names = Object.keys(regions[0]!.scenario) as (keyof Scenario)[];
  const all = names.flatMap((name) => {
    const of = regions.find(({ own }) => !own.includes(name));
    return of ? [[name, of.scenario[name]] as const] : [];
  });
  return Object.fromEntries(all) as unknown as Scenario;
}

/** An axis varies every region: one stands for all. */
function ofOneRegion({ labels, scenario }: Cell): Cell {
  return { labels, scenario: scenario.regions![0]!.scenario };
}

function regionText({ name, count, at, own, scenario }: RegionKind): object {
  const parts = own.map((key) => [key, scenario[key as keyof Scenario]] as const);
  return { name, count, ...(at && { at }), ...sections(Object.fromEntries(parts)) };
}

/** The values of each axis by label, taken from the cells. */
function vary(axes: readonly Axis[], cells: readonly Cell[]): Map<string, Map<Label, Plain>> {
  return new Map(
    axes.map(({ path, labels }, axis) => {
      const stride = axes.slice(axis + 1).reduce((product, later) => product * later.labels.length, 1);
      const values = labels.map((label, i): [Label, Plain] => {
        // A nested axis has values only in cells that have its path.
        const found = cells
          .filter((_, cell) => Math.floor(cell / stride) % labels.length === i)
          .map(({ scenario }) => at(scenario as unknown as Plain, keys(path)))
          .find((value) => value !== null);
        return [label, withoutNulls(found ?? null)];
      });
      return [path, new Map(values)];
    }),
  );
}

function at(value: Plain | undefined, path: readonly string[]): Plain {
  const [key, ...rest] = path;
  if (key === undefined || typeof value !== 'object' || value === null) return value ?? null;
  return at((value as Readonly<Record<string, Plain>>)[key], rest);
}

/** Drops nulls: they mean the same as a missing key. */
function withoutNulls(value: Plain): Plain {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutNulls);
  const said = Object.entries(value).filter(([, part]) => part !== null);
  return Object.fromEntries(said.map(([key, part]) => [key, withoutNulls(part)]));
}

function bought({ candidates, ...rest }: Planning): object {
  const ranges = candidates.map((one) => ({
    ...(withoutServer(one as unknown as Plain) as object),
    count: `${one.count.least}..${one.count.most}`,
  }));
  return withoutNulls({ candidates: ranges, ...rest }) as object;
}

function claim({ text, metric, where, of, claim }: Expect): object {
  return { metric, where, of, ...claimed(claim), text };
}

function claimed(claim: Claim): object {
  if (claim.kind === 'within') return { within: [claim.low, claim.high] };
  return { [claim.kind]: claim.than };
}
