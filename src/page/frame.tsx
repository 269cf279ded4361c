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
        {open && <Numbers heading={heading} {...table()} />}
      </details>
    </figure>
  );
}

function Numbers({ heading, columns, rows }: FigureTable & { readonly heading: string }) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={`${heading}, as a table`}>
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
          {rows.map((row, i) => (
            <tr key={i}>
              {row.map((cell, k) =>
                k === 0 ? (
                  <th key={k} scope="row">
                    {cell}
                  </th>
                ) : (
                  <td key={k}>{cell}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
