/** A Vega-Lite specification. */
export type Spec = Readonly<Record<string, unknown>>;
