/** Bytes read in order. */
export interface Source {
  /** Fills the buffer as far as there are bytes; returns how many, 0 at the end. */
  read(buffer: Uint8Array): number;
  close(): void;
}
