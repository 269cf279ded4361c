/** The command that gives the same results, whoever types it. */
import type { RunFlags } from './flags.ts';

/** `more` are options of the command's own. */
export function typedAgain(command: string, flags: RunFlags, more: readonly string[] = []): string {
  const { set, vary, catalog, replications, seed, precision, modelError, noModelError, requests, tenants } =
    flags;
  return [
    `edgewise ${command}`,
    ...set.map((one) => `--set ${quoted(one)}`),
    ...vary.map((one) => `--vary ${quoted(one)}`),
    ...catalog.map((one) => `--catalog ${quoted(one)}`),
    ...more,
    ...numbered('replications', replications),
    ...numbered('seed', seed),
    ...numbered('precision', precision),
    ...(modelError ? ['--model-error'] : []),
    ...(noModelError ? ['--no-model-error'] : []),
    ...(requests === undefined
      ? []
      : requests === 'parquet'
        ? ['--requests']
        : [`--requests requests.${requests}`]),
    ...(tenants ? ['--tenants'] : []),
  ].join(' ');
}

export function numbered(name: string, value: number | undefined): string[] {
  return value === undefined ? [] : [`--${name} ${value}`];
}

/** As a shell has to see it. */
export function quoted(text: string): string {
  return /^[\w./:=,@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
