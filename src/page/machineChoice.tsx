/** A board and a model on it, by board. */
import { useStore } from './context.ts';
import type { MachineOffer } from './controlsModel.ts';

interface MachineChoiceProps {
  readonly label: string;
  readonly value: string;
  /** Of a machine that is none of those known here. */
  readonly title: string;
  readonly choose: (name: string) => void;
  /** All that are known when nothing is said. */
  readonly among?: readonly MachineOffer[];
}

export function MachineChoice({ label, value, title, choose, among }: MachineChoiceProps) {
  const store = useStore();
  const machines = among ?? store.ready.value?.machines ?? [];
  const boards = new Map<string, MachineOffer[]>();
  for (const machine of machines) boards.set(machine.title, [...(boards.get(machine.title) ?? []), machine]);
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
