/** Short names of inputs. */
import type { Input } from './result.ts';
import type { ScenarioFile } from '../../scenario/scenario.ts';

/** The shortest unique end of the path; machines are named by board. */
export function inputNames(
  { cells }: Pick<ScenarioFile, 'cells'>,
  inputs: readonly Pick<Input, 'path'>[],
): string[] {
  const { fleet } = cells[0]!.scenario;
  const paths = inputs.map(({ path }) => path);
  return paths.map((path) => {
    const [part, place, ...rest] = path.split('.');
    if (part === 'fleet') {
      const boards = fleet.map(({ profile }) => profile.name.split('/')[0]!);
      const board = boards[Number(place)]!;
      const whole =
        boards.filter((one) => one === board).length > 1 ? fleet[Number(place)]!.profile.name : board;
      return `${whole} ${rest.join('.')}`;
    }
    const steps = path.split('.').filter((step) => !/^\d+$/.test(step));
    for (let kept = 1; kept < steps.length; kept++) {
      const end = steps.slice(-kept).join('.');
      const alone = paths.every((other) => other === path || !`.${other}`.endsWith(`.${end}`));
      if (alone && !VAGUE.has(steps.at(-kept)!)) return end;
    }
    return path;
  });
}

/** Names that mean nothing without their parent. */
const VAGUE: ReadonlySet<string> = new Set([
  'mean',
  'cv',
  'median',
  'p95',
  'value',
  'min',
  'max',
  'scale',
  'fixed',
  'for',
]);
