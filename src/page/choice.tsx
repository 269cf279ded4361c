/** A choice of one among several, by name. */
import { useId } from 'preact/hooks';

export function Choice({
  label,
  value,
  options,
  choose,
  note,
}: {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, words: string])[];
  readonly choose: (value: string) => void;
  /** Details of the choice that do not fit into its name. */
  readonly note?: string | undefined;
}) {
  const id = useId();
  return (
    <div class="control">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => choose(event.currentTarget.value)}>
        {options.map(([name, words]) => (
          <option key={name} value={name}>
            {words}
          </option>
        ))}
      </select>
      {note && <span class="help">{note}</span>}
    </div>
  );
}
