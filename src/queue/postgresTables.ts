/** Connection settings for PostgreSQL, and the tables of a queue. */
import type { ClientConfig } from 'pg';
import type { QueueAddress } from './address.ts';
import { KEPT } from './broker.ts';

/** Milliseconds for a first answer. */
const FIRST = 5000;

/** Two clients starting at once would both create them and one would fail: hence the lock. */
export const TABLES: string = `
begin;
select pg_advisory_xact_lock(20250511);
create table if not exists edgewise_tasks (
  name text, version text, key text, body bytea not null, place bigserial,
  worker text, lease timestamptz, tries int not null default 0, error text,
  primary key (name, version, key));
create index if not exists edgewise_tasks_place on edgewise_tasks (name, version, place);
create table if not exists edgewise_answers (
  name text, version text, key text, body bytea not null, made timestamptz not null default now(),
  primary key (name, version, key));
create table if not exists edgewise_workers (
  name text, version text, worker text, threads int not null, busy int not null, until timestamptz not null,
  primary key (name, version, worker));
create table if not exists edgewise_files (
  name text, hash text, body bytea not null, made timestamptz not null default now(),
  primary key (name, hash));
delete from edgewise_files where made < now() - interval '${KEPT} seconds';
delete from edgewise_answers where made < now() - interval '${KEPT} seconds';
commit`;

export function postgresConfig({ url, secure, ca, lock }: QueueAddress): ClientConfig {
  const database = decodeURIComponent(url.pathname.slice(1));
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || 5432,
    ...(url.username !== '' && { user: decodeURIComponent(url.username) }),
    ...(url.password !== '' && { password: decodeURIComponent(url.password) }),
    ...(database !== '' && { database }),
    ...(secure && { ssl: { ...(ca !== undefined && { ca }) } }),
    application_name: 'edgewise',
    connectionTimeoutMillis: FIRST,
    // A silent connection is considered dead well before a lease ends.
    query_timeout: Math.min(10, Math.max(1, lock / 3)) * 1000,
    keepAlive: true,
  };
}
