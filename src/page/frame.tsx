/** The frame of every chart: a heading, how to read it, and its numbers as a table. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

export interface FigureTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

interface FrameProps {
  readonly heading: string;
  readonly note: string;
  readonly table: () => FigureTable;
  readonly wide?: boolean;
  readonly children: ComponentChildren;
}

export function Frame({ heading, note, table, wide, children }: FrameProps) {
  const [open, setOpen] = useState(false);
  return (
    <figure class={wide ? 'card chart wide' : 'card chart'}>
      <figcaption>
        <h2>{heading}</h2>
        <p>{note}</p>
      </figcaption>
      {children}
      <details class="numbers" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          As a table<span class="unseen">: {heading}</span>
        </summary>
        {open && <Table label={`${heading}, as a table`} {...table()} />}
      </details>
    </figure>
  );
}

interface TableProps extends FigureTable {
  readonly label: string;
  /** The row that is set off. */
  readonly best?: number;
}

/** A table that scrolls where it is too wide. */
export function Table({ label, columns, rows, best }: TableProps) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={label}>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...cells], i) => (
            <tr key={i} class={i === best ? 'best' : ''}>
              <th scope="row">{name}</th>
              {cells.map((cell, k) => (
                <td key={k}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
