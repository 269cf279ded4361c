/** Finds where a wrong value is written. */
import { mistake, type Mistake } from './mistake.ts';
import { pathText, reach, type NodeKey, type Node } from './node.ts';
import type { Problem } from './problem.ts';
import type { Span } from './span.ts';

export function located(root: Node, problem: Problem): Mistake {
  const { path, of, message } = problem;
  const shown = of === 'value' ? path : path.slice(0, -1);
  const made = mistake(spanOf(root, path, of), pathText(shown), message, problem);
  return of === 'missing' ? { ...made, missing: pathText(path) } : made;
}

function spanOf(root: Node, path: readonly NodeKey[], of: Problem['of']): Span {
  const parent = reach(root, path.slice(0, -1));
  if (of === 'value') return reach(root, path).node.span;
  if (of === 'key' && parent.node.kind === 'mapping') {
    return parent.node.entries.get(String(path.at(-1)))?.key ?? parent.node.span;
  }
  return keyOf(root, path.slice(0, parent.steps)) ?? { ...parent.node.span, end: parent.node.span.start + 1 };
}

/** The span of a node's key; undefined for items of a list. */
function keyOf(root: Node, path: readonly NodeKey[]): Span | undefined {
  if (path.length === 0) return undefined;
  const { node } = reach(root, path.slice(0, -1));
  return node.kind === 'mapping' ? node.entries.get(String(path.at(-1)))?.key : undefined;
}
