/** Writes a small language model with random weights as GGUF: it takes the time of a trained one, its answers mean nothing. */
import { closeSync, openSync, writeSync } from 'node:fs';

const ALIGNMENT = 32;
const [U32, F32, STRING, ARRAY] = [4, 6, 8, 9];
const [TENSOR_F32, TENSOR_F16] = [0, 1];

/**
 * Each word is one token when a space stands before it: byte pairs are merged letter by letter from the space on.
 *
 * @param {string} path
 * @param {{ layers: number, width: number, heads: number, inner: number, context: number, words: readonly string[] }} size
 */
export function writeModel(path, { layers, width, heads, inner, context, words }) {
  const { tokens, merges } = vocabulary(words);
  const fields = [
    ['general.architecture', STRING, 'llama'],
    ['general.name', STRING, 'random'],
    ['general.alignment', U32, ALIGNMENT],
    ['general.file_type', U32, 1],
    ['llama.context_length', U32, context],
    ['llama.embedding_length', U32, width],
    ['llama.block_count', U32, layers],
    ['llama.feed_forward_length', U32, inner],
    ['llama.attention.head_count', U32, heads],
    ['llama.attention.head_count_kv', U32, heads],
    ['llama.attention.layer_norm_rms_epsilon', F32, 1e-5],
    ['llama.rope.dimension_count', U32, width / heads],
    ['llama.vocab_size', U32, tokens.length],
    ['tokenizer.ggml.model', STRING, 'gpt2'],
    ['tokenizer.ggml.pre', STRING, 'default'],
    ['tokenizer.ggml.tokens', ARRAY, { of: STRING, items: tokens }],
    ['tokenizer.ggml.token_type', ARRAY, { of: 5, items: tokens.map((_, i) => (i === 0 ? 3 : 1)) }],
    ['tokenizer.ggml.merges', ARRAY, { of: STRING, items: merges }],
    ['tokenizer.ggml.bos_token_id', U32, 0],
    ['tokenizer.ggml.eos_token_id', U32, 0],
  ];
  const matrix = (name, ...shape) => ({ name, shape, type: TENSOR_F16 });
  const vector = (name) => ({ name, shape: [width], type: TENSOR_F32 });
  const tensors = [
    matrix('token_embd.weight', width, tokens.length),
    vector('output_norm.weight'),
    matrix('output.weight', width, tokens.length),
    ...Array.from({ length: layers }, (_, k) => [
      vector(`blk.${k}.attn_norm.weight`),
      ...['q', 'k', 'v', 'output'].map((part) => matrix(`blk.${k}.attn_${part}.weight`, width, width)),
      vector(`blk.${k}.ffn_norm.weight`),
      matrix(`blk.${k}.ffn_gate.weight`, width, inner),
      matrix(`blk.${k}.ffn_up.weight`, width, inner),
      matrix(`blk.${k}.ffn_down.weight`, inner, width),
    ]).flat(),
  ];
  const file = openSync(path, 'w');
  const head = Buffer.concat([
    Buffer.from('GGUF'),
    u32(3),
    u64(tensors.length),
    u64(fields.length),
    ...fields.map(([name, type, value]) => Buffer.concat([text(name), u32(type), valueOf(type, value)])),
    ...places(tensors),
  ]);
  writeSync(file, padded(head));
  let state = 2505;
  for (const { shape, type } of tensors) {
    const count = shape.reduce((product, side) => product * side, 1);
    if (type === TENSOR_F32) {
      writeSync(file, padded(Buffer.from(new Float32Array(count).fill(1).buffer)));
      continue;
    }
    const weights = new Uint16Array(count);
    for (let i = 0; i < count; i++) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      // A sign, 1/32 to 1/16, random bits behind.
      weights[i] = 0x2800 | (state & 0x83ff);
    }
    writeSync(file, padded(Buffer.from(weights.buffer)));
  }
  closeSync(file);
}

/** The 256 bytes as GPT-2 writes them, and the words with the space before them, each grown letter by letter. */
function vocabulary(words) {
  const tokens = ['<|endoftext|>', ...bytes()];
  const merges = [];
  for (const word of words) {
    let grown = 'Ġ';
    for (const letter of word) {
      if (!tokens.includes(grown + letter)) {
        tokens.push(grown + letter);
        merges.push(`${grown} ${letter}`);
      }
      grown += letter;
    }
  }
  return { tokens, merges };
}

/** Bytes that print stand for themselves, the others for letters from U+0100 on. */
function bytes() {
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => {
    const prints = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
    return String.fromCharCode(prints ? byte : next++);
  });
}

function places(tensors) {
  let at = 0;
  return tensors.map(({ name, shape, type }) => {
    const place = Buffer.concat([text(name), u32(shape.length), ...shape.map(u64), u32(type), u64(at)]);
    const size = shape.reduce((product, side) => product * side, 1) * (type === TENSOR_F32 ? 4 : 2);
    at += Math.ceil(size / ALIGNMENT) * ALIGNMENT;
    return place;
  });
}

function valueOf(type, value) {
  if (type === STRING) return text(value);
  if (type === F32) return Buffer.from(Float32Array.of(value).buffer);
  if (type !== ARRAY) return u32(value);
  return Buffer.concat([
    u32(value.of),
    u64(value.items.length),
    ...value.items.map((item) => valueOf(value.of, item)),
  ]);
}

const u32 = (value) => Buffer.from(Uint32Array.of(value).buffer);
const u64 = (value) => Buffer.from(BigUint64Array.of(BigInt(value)).buffer);
const text = (value) => Buffer.concat([u64(Buffer.byteLength(value)), Buffer.from(value)]);
const padded = (buffer) =>
  Buffer.concat([buffer, Buffer.alloc((ALIGNMENT - (buffer.length % ALIGNMENT)) % ALIGNMENT)]);
