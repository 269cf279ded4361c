/** Which figures of a record changed, and by how much. */

type Leaves = ReadonlyMap<string, string>;

/** One line for each figure that changed: where it is, what it was, what it is. Empty when the records are the same. */
export function differences(before: string, now: string): readonly string[] {
  if (before === now) return [];
  const was = leaves(JSON.parse(before));
  const is = leaves(JSON.parse(now));
  const found = [...new Set([...was.keys(), ...is.keys()])]
    .filter((path) => path !== 'digest' && was.get(path) !== is.get(path))
    .map((path) => line(path, was.get(path), is.get(path)));
  return found.length > 0 ? found : ['only figures of summary.json that are not recorded by name'];
}

function line(path: string, was: string | undefined, is: string | undefined): string {
  if (was === undefined) return `${path}: new, ${is}`;
  if (is === undefined) return `${path}: gone, was ${was}`;
  const share = change(was, is);
  return `${path}: ${was} -> ${is}${share === '' ? '' : ` (${share})`}`;
}

/** Of the numbers in a line, the one that changed most, as a share of what it was. */
function change(was: string, is: string): string {
  const numbers = (text: string): number[] => (text.match(/-?\d+(\.\d+)?(e[-+]\d+)?/g) ?? []).map(Number);
  const old = numbers(was);
  const changes = numbers(is).map((value, i) => (value === old[i] ? 0 : value / old[i]! - 1));
  const most = changes.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0);
  if (changes.length !== old.length || !Number.isFinite(most) || most === 0) return '';
  return `${most < 0 ? '' : '+'}${Number((100 * most).toPrecision(2))} %`;
}

/** Every leaf of a tree by its path; a cell is called by what is varied in it. */
function leaves(tree: unknown): Leaves {
  const found = new Map<string, string>();
  const visit = (node: unknown, path: string): void => {
    if (typeof node !== 'object' || node === null) {
      found.set(path, String(node));
      return;
    }
    const under = (key: string): string => (path === '' ? key : `${path} ${key}`);
    if (Array.isArray(node))
      node.forEach((child: unknown, i) => visit(child, under(nameOf(child) ?? `${i + 1}`)));
    else for (const [key, child] of Object.entries(node)) visit(child, under(key));
  };
  visit(tree, '');
  return found;
}

function nameOf(node: unknown): string | undefined {
  if (typeof node !== 'object' || node === null || !('vary' in node)) return undefined;
  return `[${Object.values(node.vary as object).join(', ')}]`;
}
