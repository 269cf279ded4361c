/** The fields of a question. */
import type { ComponentChildren } from 'preact';

export function Field({ label, children }: { readonly label: string; readonly children: ComponentChildren }) {
  return (
    <div class="control">
      <span class="label">{label}</span>
      {children}
    </div>
  );
}

interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly set: (value: number) => void;
}

export function NumberField({ label, value, least, most, set }: NumberFieldProps) {
  return (
    <label class="control">
      <span class="label">{label}</span>
      <input
        type="number"
        value={value}
        min={least}
        max={most}
        required
        onInput={(event) => {
          const now = event.currentTarget.valueAsNumber;
          if (Number.isFinite(now)) set(Math.min(most, Math.max(least, Math.round(now))));
        }}
      />
    </label>
  );
}
