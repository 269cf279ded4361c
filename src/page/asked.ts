/** State of a question's field, stored in the address when it differs from its default. */
import { useStore } from './context.ts';

type Field<Value> = readonly [value: Value, set: (value: Value) => void];

/** A name, or several. */
export function useAsked(name: string, first: string): Field<string> {
  const [found, set] = useField(name, first);
  return [typeof found === 'string' ? found : first, set];
}

/** A whole number within these bounds, else the default. */
export function useAskedNumber(name: string, first: number, least: number, most: number): Field<number> {
  const [found, set] = useField(name, first);
  const isOwn = typeof found === 'number' && found !== first;
  return [isOwn ? Math.min(most, Math.max(least, Math.round(found))) : first, set];
}

function useField(name: string, first: string | number): Field<string | number> {
  const { asked } = useStore();
  const set = (value: string | number): void => {
    const { [name]: _, ...others } = asked.value;
    asked.value = value === first ? others : { ...others, [name]: value };
  };
  return [asked.value[name] ?? first, set];
}
