/** A question's machine: the choice, and below it what a narrow choice cuts off, and the price. */
import { useStore } from './context.ts';
import { Field } from './fields.tsx';
import { MachineChoice } from './machineChoice.tsx';
import type { MachineOffer } from './controlsModel.ts';
import { dollars } from './numbers.ts';

interface MachineFieldProps {
  readonly label: string;
  readonly value: string;
  readonly choose: (name: string) => void;
  readonly among?: readonly MachineOffer[];
}

export function MachineField({ label, value, choose, among }: MachineFieldProps) {
  const machines = useStore().ready.value?.machines ?? [];
  const chosen = machines.find(({ name }) => name === value);
  return (
    <Field label={label}>
      <MachineChoice label={label} value={value} title={value} choose={choose} {...(among && { among })} />
      {chosen && (
        <span class="help">
          {chosen.model}
          {chosen.price !== null && `, ${dollars(chosen.price)}`}
        </span>
      )}
    </Field>
  );
}
