/** Bytes read in order. */
export interface Source {
  /** Fills the buffer as far as possible; returns the number of bytes, 0 at the end. */
  read(buffer: Uint8Array): number;
  close(): void;
}
