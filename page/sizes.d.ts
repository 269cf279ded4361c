/** Bytes, gzipped: what is asked for before there is a figure, all without the editor and recorded logs, and those logs. */
export interface Sizes {
  readonly first: number;
  readonly all: number;
  readonly logs: number;
}

/** Of a built page; `first` are the files that are asked for before there is a figure. */
export function sizes(folder: string, first: readonly string[]): Sizes;
