/** Files for workers in a queue on PostgreSQL. */
import type { Pool } from 'pg';

/** Created only if it is missing. */
export async function keepFile(
  pool: Pool,
  name: string,
  hash: string,
  make: () => Promise<Uint8Array>,
): Promise<void> {
  const there = await pool.query(`update edgewise_files set made = now() where name = $1 and hash = $2`, [
    name,
    hash,
  ]);
  if (there.rowCount === 0)
    await pool.query(
      `insert into edgewise_files (name, hash, body) values ($1, $2, $3) on conflict do nothing`,
      [name, hash, Buffer.from(await make())],
    );
}

export async function fetchFile(pool: Pool, name: string, hash: string): Promise<Uint8Array | undefined> {
  const { rows } = await pool.query<{ body: Buffer }>(
    `select body from edgewise_files where name = $1 and hash = $2`,
    [name, hash],
  );
  return rows[0]?.body;
}
