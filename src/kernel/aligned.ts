/** Bytes of a cache line, and of what the allocator has in front of a large array. */
const LINE = 64;
const BEFORE = 16;

/**
 * Zeros, of which every eighth begins a cache line if the array is large: eight that are read together then come in one
 * line and not in two. Node takes large arrays from the system in whole pages, of which the first bytes are its
 * allocator's. Where that is otherwise, nothing is lost but the line.
 */
export function aligned(length: number): Float64Array {
  const from = LINE - BEFORE;
  return new Float64Array(new ArrayBuffer(from + 8 * length), from, length);
}
