/** Writes a Parquet file by row groups, holding at most one in memory. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { parquetMetadata, type ColumnChunk, type FileMetaData, type RowGroup } from 'hyparquet';
import { ByteWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer';
import { writePageHeader } from 'hyparquet-writer/src/datapage.js';
import { snappyCompress } from 'hyparquet-writer/src/snappy.js';
import { leave, settle, unfinishedPath, writeFully } from './atomic.ts';
import type { ColumnPage } from './parquetColumn.ts';
import { guarded, StoreError } from './storeError.ts';

export interface ParquetColumn {
  readonly name: string;
  readonly type: 'INT32' | 'DOUBLE' | 'STRING';
  /** Whether a row may have none. */
  readonly nullable: boolean;
}

const CHUNK = 1 << 20;

export class ParquetFile {
  readonly #path: string;
  readonly #file: number;
  readonly #columns: readonly ParquetColumn[];
  readonly #bytes: ByteWriter = new ByteWriter(CHUNK);
  readonly #writer: ParquetWriter;

  /** It gets its name when it is finished. */
  constructor(path: string, columns: readonly ParquetColumn[]) {
    this.#path = path;
    this.#columns = columns;
    this.#file = guarded('cannot be written', path, () => openSync(unfinishedPath(path), 'w'));
    const schema = schemaFromColumnData({ columnData: columns.map((column) => ({ ...column, data: [] })) });
    this.#writer = new ParquetWriter({ writer: this.#bytes, schema, createdBy: 'edgewise' });
  }

  /** Writes so many rows from the columns, in order. */
  writeGroup(rows: number, pages: readonly ColumnPage[]): void {
    const begin = this.#bytes.offset;
    const columns = pages.map((page, k) => this.#writeColumn(this.#columns[k]!.name, rows, page));
    const whole = columns.reduce((sum, { meta_data }) => sum + meta_data!.total_uncompressed_size, 0n);
    this.#writer.row_groups.push({
      columns,
      total_byte_size: whole,
      num_rows: BigInt(rows),
      total_compressed_size: BigInt(this.#bytes.offset - begin),
    });
    this.#writer.num_rows += BigInt(rows);
    this.#flush();
  }

  #writeColumn(name: string, rows: number, page: ColumnPage): ColumnChunk {
    const { type, dictionary, missing, levels, values, range, squeezed } = page;
    const bytes = this.#bytes;
    const begin = bytes.offset;
    const written = (part: Uint8Array): Uint8Array => (squeezed ? snappyCompress(part) : part);
    let whole = 0;
    if (dictionary) {
      const content = written(dictionary.bytes);
      writePageHeader(bytes, {
        type: 'DICTIONARY_PAGE',
        uncompressed_page_size: dictionary.bytes.length,
        compressed_page_size: content.length,
        dictionary_page_header: { num_values: dictionary.size, encoding: 'PLAIN' },
      });
      whole += bytes.offset - begin + dictionary.bytes.length;
      bytes.appendBytes(content);
    }
    const data = bytes.offset;
    const encoding = dictionary ? 'RLE_DICTIONARY' : 'PLAIN';
    const content = written(values);
    const before = levels ? levels.length : 0;
    writePageHeader(bytes, {
      type: 'DATA_PAGE_V2',
      uncompressed_page_size: before + values.length,
      compressed_page_size: before + content.length,
      data_page_header_v2: {
        num_values: rows,
        num_nulls: missing,
        num_rows: rows,
        encoding,
        definition_levels_byte_length: before,
        repetition_levels_byte_length: 0,
        is_compressed: squeezed,
      },
    });
    whole += bytes.offset - data + before + values.length;
    if (levels) bytes.appendBytes(levels);
    bytes.appendBytes(content);
    return {
      file_offset: BigInt(begin),
      meta_data: {
        type,
        encodings: dictionary ? ['PLAIN', 'RLE_DICTIONARY'] : ['PLAIN'],
        path_in_schema: [name],
        codec: squeezed ? 'SNAPPY' : 'UNCOMPRESSED',
        num_values: BigInt(rows),
        total_compressed_size: BigInt(bytes.offset - begin),
        total_uncompressed_size: BigInt(whole),
        data_page_offset: BigInt(data),
        ...(dictionary && { dictionary_page_offset: BigInt(begin) }),
        statistics: {
          null_count: BigInt(missing),
          ...(range && { min_value: range[0], max_value: range[1] }),
        },
      },
    };
  }

  /** Copies row groups of another file with the same columns. */
  copy(path: string, groups: readonly RowGroup[]): void {
    const file = guarded('cannot be read', path, () => openSync(path, 'r'));
    try {
      for (const group of groups) this.#copyGroup(path, file, group);
    } finally {
      closeSync(file);
    }
  }

  get groups(): number {
    return this.#writer.row_groups.length;
  }

  /** `notes` are stored as metadata. */
  finish(notes: Readonly<Record<string, string>> = {}): void {
    this.#writer.kvMetadata = Object.entries(notes).map(([key, value]) => ({ key, value }));
    void this.#writer.finish();
    this.#flush();
    settle(this.#path, this.#file);
  }

  /** Removes the incomplete file. */
  abandon(): void {
    leave(this.#path, this.#file);
  }

  #copyGroup(path: string, file: number, group: RowGroup): void {
    const starts = group.columns.map(({ meta_data }) =>
      Number(meta_data!.dictionary_page_offset ?? meta_data!.data_page_offset),
    );
    const ends = group.columns.map(
      ({ meta_data }, i) => starts[i]! + Number(meta_data!.total_compressed_size),
    );
    const from = Math.min(...starts);
    const to = Math.max(...ends);
    const shift = BigInt(this.#bytes.offset - from);
    const chunk = new Uint8Array(Math.min(CHUNK, to - from));
    for (let at = from; at < to;) {
      const length = Math.min(chunk.length, to - at);
      const count = guarded('cannot be read', path, () => readSync(file, chunk, 0, length, at));
      if (count === 0) throw new StoreError(`${path}: ends in the middle`);
      this.#bytes.appendBytes(chunk.subarray(0, count));
      this.#flush();
      at += count;
    }
    this.#writer.row_groups.push(shifted(group, shift));
    this.#writer.num_rows += group.num_rows;
  }

  #flush(): void {
    guarded('cannot be written', this.#path, () => writeFully(this.#file, this.#bytes.getBytes()));
    this.#bytes.index = 0;
  }
}

function shifted(group: RowGroup, shift: bigint): RowGroup {
  return {
    ...group,
    ...(group.file_offset !== undefined && { file_offset: group.file_offset + shift }),
    columns: group.columns.map((column) => {
      const { meta_data: chunk, ...rest } = column;
      return {
        ...rest,
        file_offset: column.file_offset + shift,
        meta_data: {
          ...chunk!,
          data_page_offset: chunk!.data_page_offset + shift,
          ...(chunk!.dictionary_page_offset !== undefined && {
            dictionary_page_offset: chunk!.dictionary_page_offset + shift,
          }),
        },
      };
    }),
  };
}

/** Reads only the footer of a Parquet file. */
export function readFooter(path: string): FileMetaData {
  const file = guarded('cannot be read', path, () => openSync(path, 'r'));
  try {
    const { size } = fstatSync(file);
    const tail = Buffer.alloc(Math.min(8, size));
    readSync(file, tail, 0, tail.length, size - tail.length);
    const length = tail.length === 8 ? tail.readUInt32LE(0) + 8 : Infinity;
    if (length > size) throw new StoreError(`${path}: is not a Parquet file`);
    const footer = Buffer.alloc(length);
    readSync(file, footer, 0, length, size - length);
    return parquetMetadata(new Uint8Array(footer));
  } finally {
    closeSync(file);
  }
}
