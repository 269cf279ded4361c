export interface Cell {
  readonly cell_type: string;
  readonly source: readonly string[];
  readonly outputs?: readonly object[];
}

export interface Notebook {
  readonly cells: readonly Cell[];
}

export interface Given {
  readonly output_type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export function notebooks(folder?: string): string[];
export function execute(file: string): Promise<Notebook>;
export function given(cell: Cell): Given[];
