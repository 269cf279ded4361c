/** Heat maps of a metric over two inputs. */
import { group } from 'd3-array';
import { metricOf } from '../../../metrics/definitions.ts';
import type { Input, OutputMap, Plane, Sensitivity } from '../result.ts';
import { figure, type Figure } from '../../../report/figure.ts';
import { text, scaleOf } from '../../../report/format.ts';
import { cellNames } from './cells.ts';
import { axisOf, fieldsOf, mapSpec, ownValues, shades, type DrawnField } from './plane.ts';

export function mapFigures(study: Sensitivity): Figure[] {
  return [...byName('map', study.maps, study.inputs)].flatMap(([name, maps]) => {
    const all = maps.flatMap(({ at }) => at.flat().map(({ mean }) => mean));
    const changes = all.some((mean) => mean !== null && mean !== all[0]);
    return changes ? [heatMap(study, name, maps)] : [];
  });
}

/** Maps of the same inputs and metric share a figure. */
export function byName<Map extends Plane>(
  kind: string,
  maps: readonly Map[],
  inputs: readonly Input[],
): ReadonlyMap<string, readonly Map[]> {
  return group(
    maps,
    ({ inputs: [i, j], metric }) => `${kind}-${inputs[i]!.path}-${inputs[j]!.path}-${metric}`,
  );
}

function heatMap({ inputs, cells, design }: Sensitivity, name: string, maps: readonly OutputMap[]): Figure {
  const [first] = maps as [OutputMap];
  const names = cellNames(cells);
  const scale = scaleOf(
    first.metric,
    maps.flatMap(({ at }) => at.flat()),
  );
  const { long } = metricOf(first.metric);
  const unit = scale.unit === '' ? '' : ` (${scale.unit})`;
  const values = maps.flatMap((map) => {
    const fields = fieldsOf(map, inputs);
    return map.at.flatMap((row, i) =>
      row.flatMap((point, j): (DrawnField & { readonly value: number })[] => {
        if (point.mean === null) return [];
        const undecided = point.told ? '' : ", cannot be told from the file's own values";
        const drawn = {
          ...fields[i]![j]!,
          picture: names[map.cell]!,
          hatched: !point.told,
          value: point.mean * scale.factor,
          says: `${`${text(point, scale)} ${scale.unit}`.trim()}${undecided}`,
        };
        return [drawn];
      }),
    );
  });
  const [i, j] = first.inputs;
  const ground = {
    across: axisOf(inputs[i]!),
    up: axisOf(inputs[j]!),
    height: 230,
    widths: [360, 230] as const,
  };
  const subtitle = `Mean of ${design.many} replications. Hatched: the paired 95 % interval cannot tell it from the file's own values, at the cross.`;
  return figure(
    name,
    `${long}, by ${inputs[i]!.name} and ${inputs[j]!.name}`,
    mapSpec(
      ground,
      values,
      shades(
        'value',
        long + unit,
        values.map(({ value }) => value),
      ),
      [ownValues(inputs, first)],
    ),
    subtitle,
  );
}
