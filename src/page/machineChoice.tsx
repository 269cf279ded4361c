/** A choice of board and model, grouped by board. */
import { group } from 'd3-array';
import { useStore } from './context.ts';
import type { MachineOffer } from './controlsModel.ts';

interface MachineChoiceProps {
  readonly label: string;
  readonly value: string;
  /** The label for a machine that is not among them. */
  readonly title: string;
  readonly choose: (name: string) => void;
  /** The machines to choose from; all known ones by default. */
  readonly among?: readonly MachineOffer[];
}

export function MachineChoice({ label, value, title, choose, among }: MachineChoiceProps) {
  const store = useStore();
  const machines = among ?? store.ready.value?.machines ?? [];
  const boards = group(machines, (machine) => machine.title);
  const known = machines.some(({ name }) => name === value);
  return (
    <select aria-label={label} value={value} onChange={(event) => choose(event.currentTarget.value)}>
      {!known && <option value={value}>{title}</option>}
      {[...boards].map(([board, models]) => (
        <optgroup key={board} label={board}>
          {models.map((machine) => (
            <option key={machine.name} value={machine.name}>
              {board}: {machine.model}
            </option>
          ))}
        </optgroup>
      ))}
    </select>
  );
}
