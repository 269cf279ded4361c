/** The column with room for place i and more: the number of tenants is not always known beforehand. */
export function longer<Column extends Float64Array | Int32Array | Uint8Array>(
  column: Column,
  i: number,
): Column {
  const size = Math.max(2 * column.length, i + 1);
  const long = new (column.constructor as new (size: number) => Column)(size);
  long.set(column);
  return long;
}
