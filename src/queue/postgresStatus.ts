/** The state of a queue on PostgreSQL. */
import type { Pool } from 'pg';
import type { QueueStatus, VersionSeen } from './broker.ts';

interface Seen {
  readonly tasks: readonly (Omit<VersionSeen, 'workers'> & { readonly version: string })[];
  readonly workers: readonly {
    readonly version: string;
    readonly name: string;
    readonly threads: number;
    readonly busy: number;
  }[];
  readonly server: string;
  readonly answers: number;
  readonly files: number;
}

/** In one statement, so that it is consistent: a worker's running tasks are those it has leased. */
const STATUS = `
with tasks as (
  select version, worker, error is not null as dead, error is null and lease >= now() as running
  from edgewise_tasks where name = $1)
select
  (select coalesce(json_agg(one), '[]') from (
    select version, count(*) filter (where not dead and running is not true) as waiting,
      count(*) filter (where running) as running, count(*) filter (where dead) as dead
    from tasks group by version) one) as tasks,
  (select coalesce(json_agg(one order by one.name), '[]') from (
    select version, worker as name, threads,
      (select count(*) from tasks t where t.running and t.version = w.version and t.worker = w.worker) as busy
    from edgewise_workers w where name = $1 and until > now()) one) as workers,
  'PostgreSQL ' || current_setting('server_version') as server,
  (select count(*)::int from edgewise_answers where name = $1) as answers,
  (select count(*)::int from edgewise_files where name = $1) as files`;

export async function postgresStatus(pool: Pool, name: string): Promise<QueueStatus> {
  const { rows } = await pool.query<Seen>(STATUS, [name]);
  const { tasks, workers, server, answers, files } = rows[0]!;
  const names = new Set([...tasks, ...workers].map(({ version }) => version));
  const versions = [...names].sort().map((version): VersionSeen => {
    const of = tasks.find((one) => one.version === version);
    return {
      version,
      waiting: of?.waiting ?? 0,
      running: of?.running ?? 0,
      dead: of?.dead ?? 0,
      workers: workers
        .filter((one) => one.version === version)
        .map(({ name: worker, threads, busy }) => ({ name: worker, threads, busy })),
    };
  });
  return { server, versions, answers, files };
}
