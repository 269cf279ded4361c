/** Removes axes whose nodes a study varies over ranges itself: otherwise their cells would be equal. */
import type { LeftOut } from '../../expected.ts';
import { keys } from '../../scenario/node.ts';
import type { Axis, Expect, ScenarioFile } from '../../scenario/scenario.ts';

/** `overs` as typed. Such a node gets the first of the file's values by default. */
export function withoutVaried(scenarioFile: ScenarioFile, overs: readonly string[]): ScenarioFile {
  const paths = overs.map((over) => keys((over.split('=')[0] ?? '').trim()).join('.'));
  const gone = scenarioFile.axes.filter(({ path }) => paths.includes(path));
  if (gone.length === 0) return scenarioFile;
  const isGone = (path: string): boolean => gone.some((axis) => axis.path === path);
  const cells = scenarioFile.cells
    .filter(({ labels }) => gone.every(({ path, labels: [first] }) => labels[path] === first))
    .map(({ labels, scenario }) => ({
      labels: Object.fromEntries(Object.entries(labels).filter(([path]) => !isGone(path))),
      scenario,
    }));
  const leftOut = scenarioFile.expect.flatMap((expect) => leftOutOf(expect, gone));
  const left = new Set(leftOut.map(({ text }) => text));
  const said = gone.map(
    ({ path, labels }) =>
      `${path} is studied over its range, not at the file's ${labels.map(String).join(', ')}; elsewhere it is ${String(labels[0])}`,
  );
  return {
    ...scenarioFile,
    // The scenario is read only lazily for its text, which takes long to write.
    text: scenarioFile.text,
    axes: scenarioFile.axes.filter(({ path }) => !isGone(path)),
    cells,
    expect: scenarioFile.expect.filter(({ text }) => !left.has(text)),
    changes: [...(scenarioFile.changes ?? []), ...said],
    ...(leftOut.length > 0 && { leftOut: [...(scenarioFile.leftOut ?? []), ...leftOut] }),
  };
}

function leftOutOf({ text, where, of, claim }: Expect, gone: readonly Axis[]): LeftOut[] {
  const than = claim.kind !== 'within' && typeof claim.than === 'object' ? claim.than : {};
  const missing = gone.flatMap(({ path }): [string, Axis['labels']][] => {
    const named = [where[path], of[path], than[path]].filter((label) => label !== undefined);
    return named.length > 0 ? [[path, named]] : [];
  });
  return missing.length > 0 ? [{ text, missing: Object.fromEntries(missing) }] : [];
}
