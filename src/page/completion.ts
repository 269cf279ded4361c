/** Completions at the cursor, from the scenario's JSON Schema. */
import type {
  Completion,
  CompletionContext,
  CompletionResult,
  CompletionSource,
} from '@codemirror/autocomplete';

type Node = Readonly<Record<string, unknown>>;

export function completing(schema: Promise<object>): CompletionSource {
  return async (context) => complete(context, (await schema) as Node);
}

function complete(context: CompletionContext, root: Node): CompletionResult | null {
  const line = context.state.doc.lineAt(context.pos);
  const before = line.text.slice(0, context.pos - line.from);
  const word = /[\w./-]*$/.exec(before)![0];
  if (word === '' && !context.explicit && !/:\s$/.test(before)) return null;
  const key = /([\w.]+):\s+[\w./-]*$/.exec(before)?.[1];
  const path = [
    ...pathTo(context.state.doc.toString().split('\n'), line.number - 1, before),
    ...(key === undefined ? [] : [key]),
  ];
  const places = path.reduce<readonly Node[]>(
    (nodes, step) => nodes.flatMap((node) => inside(root, node, step)),
    [root],
  );
  const options =
    key === undefined
      ? places.flatMap((node) => keysOf(root, node))
      : places.flatMap((node) => valuesOf(root, node));
  const unique = [...new Map(options.map((one) => [one.label, one])).values()];
  return unique.length === 0 ? null : { from: context.pos - word.length, options: unique };
}

/** The path of keys at a position: by indentation above it, and by braces on its own line. */
function pathTo(lines: readonly string[], at: number, before: string): string[] {
  const path: string[] = [];
  let indent = /^\s*(- )*/.exec(before)![0].length;
  for (let i = at - 1; i >= 0 && indent > 0; i--) {
    const found = /^(\s*(?:- )*)([\w.]+):\s*(?:#.*)?$/.exec(lines[i]!);
    if (!found || found[1]!.length >= indent) continue;
    path.unshift(found[2]!);
    indent = /^\s*/.exec(found[1]!)![0].length;
  }
  for (const part of before.split('{').slice(0, -1)) {
    const open = /([\w.]+):\s*$/.exec(part)?.[1];
    if (open !== undefined) path.push(open);
  }
  return path;
}

/** The alternatives of a schema node, with references resolved. */
function branches(root: Node, node: Node): readonly Node[] {
  const target = typeof node['$ref'] === 'string' ? refOf(root, node['$ref']) : null;
  if (target) return branches(root, target);
  const all = (['anyOf', 'oneOf', 'allOf'] as const).flatMap(
    (name) => (node[name] as readonly Node[] | undefined) ?? [],
  );
  return [node, ...all.flatMap((one) => branches(root, one))];
}

function refOf(root: Node, ref: string): Node | null {
  const steps = ref
    .replace(/^#\/?/, '')
    .split('/')
    .filter((step) => step !== '');
  return steps.reduce<Node | null>((node, step) => (node?.[step] as Node | undefined) ?? null, root);
}

function inside(root: Node, node: Node, key: string): readonly Node[] {
  return branches(root, node).flatMap((one) => {
    const items = one['items'] as Node | undefined;
    if (items) return inside(root, items, key);
    const property = (one['properties'] as Readonly<Record<string, Node>> | undefined)?.[key];
    return property ? [property] : [];
  });
}

function keysOf(root: Node, node: Node): Completion[] {
  return branches(root, node).flatMap((one) => {
    const items = one['items'] as Node | undefined;
    if (items) return keysOf(root, items);
    return Object.entries((one['properties'] as Readonly<Record<string, Node>> | undefined) ?? {}).map(
      ([label, { description }]) => ({
        label,
        apply: `${label}: `,
        type: 'property',
        info: typeof description === 'string' ? description : '',
      }),
    );
  });
}

function valuesOf(root: Node, node: Node): Completion[] {
  return branches(root, node).flatMap((one) => {
    const kind = (one['properties'] as Readonly<Record<string, Node>> | undefined)?.['kind'];
    const kinds = kind ? [kind['const'], ...((kind['enum'] as unknown[] | undefined) ?? [])] : [];
    const own = [
      one['const'],
      ...((one['enum'] as unknown[] | undefined) ?? []),
      ...((one['examples'] as unknown[] | undefined) ?? []),
    ];
    return [...kinds, ...own]
      .filter((value) => typeof value === 'string')
      .map((label) => ({ label, type: 'constant' }));
  });
}
