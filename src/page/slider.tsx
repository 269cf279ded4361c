/** A slider for a number. */
import { useId } from 'preact/hooks';
import type { Plain } from '../scenario/scenario.ts';
import { useOf, useStore } from './context.ts';

interface SliderProps {
  readonly label: string;
  /** Path in the scenario. */
  readonly path: string;
  /** The value read; text being typed is parsed by `parse`. */
  readonly read: number;
  readonly parse?: (text: string) => number;
  readonly least: number;
  readonly most: number;
  /** Whether the scale is logarithmic. */
  readonly log?: boolean;
  /** The smallest step of a linear scale. */
  readonly step?: number;
  readonly say: (value: number) => string;
  /** Converts to the form in the file. */
  readonly write: (value: number) => Plain;
  readonly help?: string;
  readonly hint?: boolean;
}

const STEPS = 200;

/** Two significant digits: values as people would choose them. */
const legible = (value: number): number => Number(value.toPrecision(value >= 100 ? 3 : 2));

export function Slider({
  label,
  path,
  read,
  parse,
  least,
  most,
  log,
  step = 1,
  say,
  write,
  help,
  hint,
}: SliderProps) {
  const store = useStore();
  const value = useDraft(path, read, parse);
  const id = useId();
  const [low, high] = [Math.min(least, value), Math.max(most, value)];
  const usable = log === true && low > 0;
  const position = usable ? (Math.log(value / low) / Math.log(high / low)) * STEPS : value;
  const valueAt = (at: number): number => (usable ? legible(low * (high / low) ** (at / STEPS)) : at);
  const begin = (): void => {
    store.begin(path);
    store.moved.value = '';
  };
  return (
    <div class={hint ? 'control hinted' : 'control'}>
      <label for={id}>{label}</label>
      <output for={id}>{say(value)}</output>
      <input
        id={id}
        type="range"
        name={path}
        min={usable ? 0 : low}
        max={usable ? STEPS : high}
        step={usable ? 1 : step}
        value={position}
        aria-valuetext={say(value)}
        aria-describedby={help ? `${id}-help` : undefined}
        onPointerDown={() => {
          store.begin(path, true);
          store.dragging.value = true;
        }}
        onPointerUp={() => (store.dragging.value = false)}
        onPointerCancel={() => (store.dragging.value = false)}
        onBlur={() => (store.dragging.value = false)}
        onKeyDown={begin}
        onInput={(event) => {
          const now = valueAt(event.currentTarget.valueAsNumber);
          store.moved.value = `${label}: ${say(now)}`;
          store.change(path, write(now));
        }}
      />
      {help && (
        <p class="help" id={`${id}-help`}>
          {help}
        </p>
      )}
    </div>
  );
}

/** The value shown: the one being dragged, else the one read. Redraws only when it changes. */
export function useDraft(
  path: string,
  read: number,
  parse: (text: string) => number = Number.parseFloat,
): number {
  const { drafts } = useStore();
  const draft = useOf(() => drafts.value[path], [path]);
  return typeof draft === 'number' ? draft : typeof draft === 'string' ? parse(draft) : read;
}
