/** The scenario as sliders, switches and choices. */
import { useStore } from './context.ts';
import { Demand } from './demand.tsx';
import { Fleet } from './fleet.tsx';
import { Group } from './group.tsx';
import { Known } from './known.tsx';
import type { ControlsModel } from './controlsModel.ts';
import { Slider } from './slider.tsx';
import { dollars, number, percent, seconds } from './numbers.ts';
import { Choice } from './choice.tsx';

export function Controls() {
  const store = useStore();
  const model = store.model.value;
  if (!model) return <p class="help">Reading the scenario …</p>;
  return (
    <form class="controls" onSubmit={(event) => event.preventDefault()}>
      <Demand model={model} />
      <Group heading="Machines">
        <Fleet model={model} />
      </Group>
      <Limits model={model} />
      <Strategies model={model} />
      <Behind model={model} />
      <Judged model={model} />
    </form>
  );
}

function Limits({ model }: { readonly model: ControlsModel }) {
  const store = useStore();
  const parse = (text: string): number => Number.parseFloat(text) * (text.endsWith('%') ? 0.01 : 1);
  return (
    <Group heading="Limits">
      {model.limits.length === 0 && <p class="help">A machine takes what its queue has room for.</p>}
      {model.limits.map(({ window, capacity, requests }, i) => {
        const path = `limits.${i}`;
        return (
          <div key={i}>
            {window !== null && (
              <Slider
                label="Window"
                path={`${path}.window`}
                read={window}
                least={5}
                most={1800}
                log
                say={seconds}
                write={(at) => `${Math.round(at)}s`}
              />
            )}
            {capacity !== null && (
              <Slider
                label="Share of a machine"
                path={`${path}.capacity`}
                read={capacity}
                parse={parse}
                least={0.1}
                most={1.5}
                step={0.05}
                say={percent}
                write={(at) => `${Math.round(at * 100)} %`}
                help="The share of its time in the window that requests may use."
              />
            )}
            {requests !== null && (
              <Slider
                label="Requests in it"
                path={`${path}.requests`}
                read={requests}
                least={1}
                most={500}
                log
                say={number}
                write={(at) => Math.max(1, Math.round(at))}
              />
            )}
          </div>
        );
      })}
      <label class="switch">
        <input
          type="checkbox"
          checked={model.limits.length > 0}
          onChange={(event) => {
            store.begin('limits');
            const limit = { kind: 'slidingWindow', scope: 'device', window: '60s', capacity: '80 %' };
            store.change('limits', event.currentTarget.checked ? [limit] : []);
          }}
        />
        Limit what each machine takes
      </label>
    </Group>
  );
}

function Strategies({ model }: { readonly model: ControlsModel }) {
  const store = useStore();
  const known = store.ready.value?.strategies ?? [];
  const chosen = model.strategies;
  const varied = model.varied.includes('strategy');
  const toggle = (name: string, on: boolean): void => {
    const next = known.map(([one]) => one).filter((one) => (one === name ? on : chosen.includes(one)));
    if (next.length === 0) return;
    store.begin(`strategy ${name}`);
    if (varied || next.length > 1) store.changes([['vary.strategy', next]]);
    else store.change('strategy', next[0]);
  };
  return (
    <Group heading="Who gets a request">
      <div class="chips">
        {known.map(([name, help]) => (
          <label key={name} class="chip" title={help}>
            <input
              type="checkbox"
              checked={chosen.includes(name)}
              onChange={(event) => toggle(name, event.currentTarget.checked)}
            />
            {spoken(name)}
          </label>
        ))}
      </div>
    </Group>
  );
}

/** Writes `loadAware` as `Load-Aware`. */
export const spoken = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `-${letter}`).replace(/^./, (letter) => letter.toUpperCase());

function Behind({ model }: { readonly model: ControlsModel }) {
  const store = useStore();
  const clouds = store.ready.value?.clouds ?? [];
  const named = model.cloud !== null && !clouds.includes(model.cloud) ? [model.cloud, ...clouds] : clouds;
  return (
    <Group heading="What they refuse">
      <Choice
        label="Goes to"
        value={model.fallback === 'cloud' ? (model.cloud ?? '') : 'drop'}
        options={[['drop', 'nobody: it is refused'], ...named.map((name) => [name, name] as const)]}
        choose={(value) => {
          store.begin(`cloud ${value}`);
          if (value === 'drop') store.change('fallback', 'drop');
          else if (model.cloud === null)
            store.changes([
              ['cloud', { profile: value }],
              ['fallback', 'cloud'],
            ]);
          else
            store.changes([
              ['cloud.profile', value],
              ['fallback', 'cloud'],
            ]);
        }}
      />
      {model.fallback === 'cloud' && model.cloud !== null && (
        <>
          {model.cloudPrice && <CloudPrice {...model.cloudPrice} />}
          <Known of="cloud" name={model.cloud} title={model.cloud} />
        </>
      )}
    </Group>
  );
}

function CloudPrice({ input, output, since }: NonNullable<ControlsModel['cloudPrice']>) {
  return (
    <p class="facts">
      <span>
        {dollars(input)} in, {dollars(output)} out, for a million tokens
      </span>
      {since !== '' && <span>since {since}</span>}
    </p>
  );
}

function Judged({ model }: { readonly model: ControlsModel }) {
  const { slo, alpha, electricity } = model;
  return (
    <Group heading="How it is judged">
      {slo.ttft !== null && (
        <Slider
          label="First word within"
          path="slo.ttft"
          read={slo.ttft}
          least={0.2}
          most={60}
          log
          say={seconds}
          write={(at) => `${at}s`}
        />
      )}
      {slo.e2e !== null && (
        <Slider
          label="Answer within"
          path="slo.e2e"
          read={slo.e2e}
          least={1}
          most={300}
          log
          say={seconds}
          write={(at) => `${at}s`}
        />
      )}
      <Slider
        label="Right against quick"
        path="metrics.alpha"
        read={alpha}
        least={0}
        most={1}
        step={0.05}
        say={(at) => `alpha ${number(at)}`}
        write={(at) => at}
      />
      <Slider
        label="Electricity"
        path="metrics.electricity"
        read={electricity}
        least={0}
        most={1}
        step={0.01}
        say={(at) => `${dollars(at)} a kWh`}
        write={(at) => `${at} $/kWh`}
        help="Set your own; the default is $0.25."
      />
    </Group>
  );
}
