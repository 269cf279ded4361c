/** Vega and Vega-Lite, loaded when first wanted, measuring text by the font that figures are drawn in. */
import type * as Vega from 'vega';
import type { TopLevelSpec } from 'vega-lite';
import type { Spec } from '../report/figure.ts';
import { measure } from './typeface.ts';
import { numbered } from './numbered.ts';

interface Item {
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
  readonly limit?: number;
}

/** Vega-Lite's and Vega's words about a figure that is not quite right. */
export type OnWarning = (message: string) => void;

const ignore: OnWarning = () => undefined;

function logger(onWarning: OnWarning): Vega.LoggerInterface {
  const warn = (...messages: readonly unknown[]): Vega.LoggerInterface => {
    onWarning(messages.map(String).join(' '));
    return self;
  };
  const self = { level: () => self, error: warn, warn, info: () => self, debug: () => self };
  return self;
}

const isBold = (weight: string | number | undefined): boolean =>
  weight === 'bold' || (typeof weight === 'number' && weight >= 600);

/** Without this, Vega takes every letter to be 0.8 of the font's size wide and leaves half the figure empty. */
async function load(): Promise<typeof Vega> {
  const vega = await import('vega');
  const width = measure();
  const metrics = (
    vega as unknown as {
      textMetrics: { width: (item: Item, text: string | number | null | undefined) => number };
    }
  ).textMetrics;
  metrics.width = (item, text) => {
    const whole = width(String(text ?? '').trim(), item.fontSize ?? 11, isBold(item.fontWeight));
    return item.limit !== undefined && item.limit > 0 ? Math.min(item.limit, whole) : whole;
  };
  return vega;
}

/** From Vega-Lite to Vega. */
export async function compile(spec: Spec, onWarning: OnWarning = ignore): Promise<Vega.Spec> {
  const { compile: lower } = await import('vega-lite');
  return lower(spec as unknown as TopLevelSpec, { logger: logger(onWarning) }).spec;
}

/** A figure laid out, without a screen. Whoever takes it finalizes it. */
export async function layOut(spec: Vega.Spec, onWarning: OnWarning = ignore): Promise<Vega.View> {
  const vega = await load();
  const view = new vega.View(vega.parse(spec), { renderer: 'none', logger: logger(onWarning) });
  return await view.runAsync();
}

/** From Vega to SVG. */
export async function draw(spec: Vega.Spec, onWarning: OnWarning = ignore): Promise<string> {
  const view = await layOut(spec, onWarning);
  try {
    return numbered(await view.toSVG());
  } finally {
    view.finalize();
  }
}
