/** Fast compression for data sent through a queue. */
import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants } from 'node:zlib';

const compress = promisify(brotliCompress);
export const decompressed: (bytes: Uint8Array) => Promise<Buffer> = promisify(brotliDecompress);

/** Fast, and half as large again as the best. */
const QUALITY = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };

export function compressed(content: string | Uint8Array): Promise<Buffer> {
  return compress(content, QUALITY);
}
