/** A scenario file that was read, as a text again, with nothing left to defaults or to the catalogue. */
import { stringify } from 'yaml';
import { keys } from './node.ts';
import { withoutServer } from './server.ts';
import type { Axis, Cell, Claim, Expect, Label, Plain, ScenarioFile, Planning } from './scenario.ts';

type Resolved = Omit<ScenarioFile, 'text' | 'warnings'>;

export function resolvedText(scenarioFile: Resolved, strategyWritten: boolean): string {
  const [first] = scenarioFile.cells;
  const { name: _, strategy, ...cell } = first!.scenario;
  const file = {
    name: scenarioFile.name,
    ...(scenarioFile.description !== '' && { description: scenarioFile.description }),
    seed: scenarioFile.seed,
    replications: scenarioFile.replications,
    ...(withoutNulls({
      ...cell,
      fleet: (cell.fleet as unknown as readonly Plain[]).map(withoutServer),
    } as unknown as Plain) as object),
    // Left out where one device needs none, since a cell with more devices would then need it.
    ...(strategyWritten && { strategy: withoutNulls(strategy) }),
    ...(scenarioFile.axes.length > 0 && { vary: vary(scenarioFile.axes, scenarioFile.cells) }),
    ...(scenarioFile.expect.length > 0 && { expect: scenarioFile.expect.map(claim) }),
    ...(scenarioFile.planning && { plan: bought(scenarioFile.planning) }),
  };
  return stringify(file, { lineWidth: 0, aliasDuplicateObjects: false });
}

/** Every value of an axis as the cells have it, by its label. */
function vary(axes: readonly Axis[], cells: readonly Cell[]): Map<string, Map<Label, Plain>> {
  return new Map(
    axes.map(({ path, labels }, axis) => {
      const stride = axes.slice(axis + 1).reduce((product, later) => product * later.labels.length, 1);
      const values = labels.map((label, i): [Label, Plain] => {
        // An axis inside of another has its value in the cells where there is a place for it.
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

/** A null stands for what was not said, and so does leaving it out. */
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
