/** The generated parts of the documentation: what a file may say, and what the commands say of themselves. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { COMMANDS } from '../../src/cli/commands.ts';
import { help } from '../../src/cli/help.ts';
import { unpainted } from '../../src/report/table.ts';
import { DEFINITIONS } from '../../src/metrics/definitions.ts';
import { plugins, type PluginField } from '../../src/scenario/plugins.ts';
import { schema } from '../../src/scenario/schema.ts';

interface Node {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
}

const whole = schema() as Node;

/** Sections whose own fields are told one by one; those of plugins are told with the plugins. */
const TOLD = ['fleet', 'retry', 'patience', 'metrics', 'slo', 'expect', 'plan'] as const;

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(heads), row(heads.map(() => '---')), ...rows.map(row)].join('\n');

/** Every key at the top of a file. */
export function keys(): string {
  return table(
    ['key', 'what it is'],
    Object.entries(whole.properties!).map(([name, node]) => [
      `\`${name}\``,
      `${whole.required?.includes(name) ? '**Required.** ' : ''}${node.description ?? ''}`,
    ]),
  );
}

/** The fields of one key, nested ones by their path. */
export function fields(name: (typeof TOLD)[number]): string {
  return fieldsOf(whole.properties![name]!);
}

/** What an own profile of a machine or of a cloud may say, instead of its name. */
export function profileFields(of: 'fleet' | 'cloud'): string {
  return fieldsOf(profileIn(whole.properties![of]!)!);
}

function profileIn(node: Node): Node | undefined {
  if (node.properties?.['profile']) return node.properties['profile'];
  const inside = [...(node.items ? [node.items] : []), ...(node.anyOf ?? []), ...(node.oneOf ?? [])];
  return inside.map(profileIn).find((found) => found !== undefined);
}

function fieldsOf(start: Node): string {
  const rows: string[][] = [];
  const add = (node: Node, path: string): void => {
    const inside = objectIn(node);
    for (const [key, child] of Object.entries(inside?.properties ?? {})) {
      const at = path === '' ? key : `${path}.${key}`;
      rows.push([
        `\`${at}\``,
        `${inside!.required?.includes(key) ? '**Required.** ' : ''}${child.description ?? ''}`,
        examples(child),
      ]);
      if (!['profile', 'errors', 'sources'].includes(key) && !isChoice(child)) add(child, at);
    }
  };
  add(start, '');
  return table(['field', 'what it is', 'for instance'], rows);
}

/** The object that a node is or may be. */
function objectIn(node: Node): Node | undefined {
  if (node.properties) return node;
  if (node.items) return objectIn(node.items);
  return node.anyOf?.map(objectIn).find((found) => found !== undefined);
}

/** Of several kinds, plugins or distributions, which are told elsewhere. */
const isChoice = (node: Node): boolean =>
  node.anyOf?.some(
    (one) => one.oneOf !== undefined || one.properties?.['kind'] !== undefined || isChoice(one),
  ) ?? false;

function examples(node: Node): string {
  return [...new Set(valuesOf(node).map(flow))]
    .slice(0, 4)
    .map((one) => `\`${one}\``)
    .join(', ');
}

/** What a node gives as examples, or else all its forms together. */
function valuesOf(node: Node): readonly unknown[] {
  if (node.examples ?? node.enum) return node.examples ?? node.enum!;
  if (node.const !== undefined) return [node.const];
  return (node.anyOf ?? []).flatMap(valuesOf);
}

/** As it is written in a scenario, on one line. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  return `{ ${Object.entries(value)
    .map(([key, inner]) => `${key}: ${flow(inner)}`)
    .join(', ')} }`;
}

/** Every plugin of a folder with its fields. */
export function folder(name: string): string {
  const entries = plugins()[name]!;
  return entries
    .map(({ name: plugin, help: says, fields: taken }) => {
      const head = `- \`${plugin}\`: ${says}`;
      return [head, ...taken.map((field) => `  - \`${field.name}\`: ${told(field)}`)].join('\n');
    })
    .join('\n');
}

function told({ expects, description, required, default: usual }: PluginField): string {
  const own = /^an? .*\(.*\), /.test(description) ? '' : description.replace(/\.$/, '');
  const said = own === '' ? expects : `${own}; ${expects}`;
  const otherwise = required
    ? 'required'
    : usual === null
      ? 'optional'
      : `default \`${JSON.stringify(usual)}\``;
  return `${said} (${otherwise})`;
}

/** Every figure of a summary. */
export function metrics(): string {
  return table(
    ['name', 'unit', 'what it is'],
    DEFINITIONS.map(({ name, unit, description }) => [`\`${name}\``, unit, description]),
  );
}

/** What a command says when asked for help. */
export function helpOf(name: string): string {
  const command = COMMANDS.find((one) => one.name === name)!;
  return ['```text', help(command, 100, unpainted).trimEnd(), '```'].join('\n');
}

/** The file with what is generated in the place of what stands between its marks; written when that is asked for. */
export function refreshed(
  file: string,
  parts: Readonly<Record<string, string>>,
): { before: string; after: string } {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const after = before.replace(
    /<!-- generated: (.+?) -->\n[\s\S]*?<!-- end -->/g,
    (_, name: string) =>
      `<!-- generated: ${name} -->\n\n${parts[name] ?? `nothing is called ${name}`}\n\n<!-- end -->`,
  );
  if (process.env['UPDATE_RECORDED'] && after !== before) writeFileSync(file, after);
  return { before: process.env['UPDATE_RECORDED'] ? after : before, after };
}
