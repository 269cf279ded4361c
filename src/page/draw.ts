/** The worker that draws Vega-Lite, without eval: expressions are interpreted. */
import * as vega from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { compile, type TopLevelSpec } from 'vega-lite';
import type { Spec } from '../report/spec.ts';
import type { Drawn } from './drawer.ts';

interface Scope {
  postMessage(message: Drawn): void;
  addEventListener(
    kind: 'message',
    heard: (event: { readonly data: { readonly id: number; readonly spec: Spec } }) => void,
  ): void;
}

const scope = globalThis as unknown as Scope;

scope.addEventListener('message', ({ data: { id, spec } }) => {
  draw(spec).then(
    (svg) => scope.postMessage({ id, svg }),
    (error: unknown) => scope.postMessage({ id, error: String(error) }),
  );
});

async function draw(spec: Spec): Promise<string> {
  const lowered = compile(spec as unknown as TopLevelSpec).spec;
  const runtime = vega.parse(lowered, undefined, { ast: true });
  const view = new vega.View(runtime, { renderer: 'none', expr: expressionInterpreter });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}
