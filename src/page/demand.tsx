/** Controls of the demand: who asks, how often, and how much. */
import { Group } from './group.tsx';
import type { ControlsModel } from './controlsModel.ts';
import { Slider } from './slider.tsx';
import { number } from './numbers.ts';

export function Demand({ model }: { readonly model: ControlsModel }) {
  const { rate, people, peak, prompt, output, file } = model;
  return (
    <Group heading="Demand">
      {model.demand === 'log' && <p class="help">The requests of the log {file}.</p>}
      {people !== null && (
        <Slider
          hint
          label="People"
          path="workload.count"
          read={people}
          least={1}
          most={200}
          log
          say={(at) => String(Math.round(at))}
          write={(at) => Math.max(1, Math.round(at))}
          help="Each asks, reads the answer, thinks, and asks again."
        />
      )}
      {people === null && rate !== null && (
        <Slider
          hint
          label="Requests an hour"
          path="workload.arrivals.rate"
          read={rate}
          least={60}
          most={12_000}
          log
          say={number}
          write={(at) => `${at}/h`}
        />
      )}
      {peak !== null && (
        <Slider
          label="Bursts"
          path="workload.arrivals.peak"
          read={peak}
          least={1}
          most={12}
          step={0.5}
          say={(at) => `${number(at)} × as many requests`}
          write={(at) => at}
        />
      )}
      {prompt && <Tokens label="Question" length={prompt} most={4000} />}
      {output && <Tokens label="Answer" length={output} most={2000} />}
    </Group>
  );
}

function Tokens({
  label,
  length: { path, mean },
  most,
}: {
  readonly label: string;
  readonly length: NonNullable<ControlsModel['prompt']>;
  readonly most: number;
}) {
  return (
    <Slider
      label={label}
      path={path}
      read={mean}
      least={10}
      most={most}
      log
      say={(at) => `${number(at)} tokens`}
      write={(at) => Math.round(at)}
    />
  );
}
