/** The worker that draws Vega-Lite, without eval: expressions are interpreted. */
import * as vega from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { compile, type TopLevelSpec } from 'vega-lite';
import { numbered } from '../render/numbered.ts';
import type { Spec } from '../report/figure.ts';
import { tellForbidden } from './policy.ts';
import { ems, widths } from './widths.ts';
import type { DrawerReply } from './drawer.ts';

interface Scope {
  postMessage(message: DrawerReply): void;
  addEventListener(
    kind: 'message',
    heard: (event: { readonly data: { readonly id: number; readonly spec: Spec } }) => void,
  ): void;
}

interface Item {
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
  readonly limit?: number;
}

const scope = globalThis as unknown as Scope;
tellForbidden();

(vega as unknown as { textMetrics: { width: ReturnType<typeof measured> } }).textMetrics.width = measured();
scope.addEventListener('message', ({ data: { id, spec } }) => {
  draw(spec).then(
    (svg) => scope.postMessage({ id, svg }),
    (error: unknown) => scope.postMessage({ id, error: String(error) }),
  );
});

/** Text widths of the figures' typeface; for other characters as the browser measures them. */
function measured(): (item: Item, text: unknown) => number {
  const context = new OffscreenCanvas(1, 1).getContext('2d')!;
  return ({ fontSize = 11, fontWeight = 'normal', limit = 0 }, text) => {
    const written = String((text as string | number | null | undefined) ?? '').trim();
    const isBold = fontWeight === 'bold' || (typeof fontWeight === 'number' && fontWeight >= 600);
    const known = widths && ems(written, isBold, widths);
    context.font = `${fontWeight} ${fontSize}px Arimo, 'Liberation Sans', Arial, Helvetica, sans-serif`;
    const width = known === null ? context.measureText(written).width : fontSize * known;
    return limit > 0 ? Math.min(limit, width) : width;
  };
}

async function draw(spec: Spec): Promise<string> {
  const lowered = compile(spec as unknown as TopLevelSpec).spec;
  const runtime = vega.parse(lowered, undefined, { ast: true });
  const view = new vega.View(runtime, { renderer: 'none', expr: expressionInterpreter });
  try {
    return numbered(await view.toSVG());
  } finally {
    view.finalize();
  }
}
