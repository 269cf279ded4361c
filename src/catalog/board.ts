/** What is known of boards and models without measuring: public figures and named assumptions. */

/** How watts within a scope become watts of the whole board: slope x P + offset. */
export interface ScopeRule {
  /** The scope a row names contains this text. */
  readonly contains: string;
  readonly slope: number;
  readonly offset: number;
  /** Relative standard deviation of what the rule gives. */
  readonly sd: number;
  readonly rule: string;
  readonly assumed: boolean;
}

export interface Board {
  readonly id: string;
  readonly title: string;
  /** Dollars, and when and where that was asked; null where nobody says. */
  readonly price?: { readonly usd: number | null; readonly at: string; readonly source: string };
  readonly memoryBytes?: number;
  /** Bytes a second its memory moves at most. */
  readonly bandwidth?: number;
  /** Operations a second in 16 bits at most, as its maker says. */
  readonly compute?: number;
  /** What it computes on, where a server on it was measured or may be. */
  readonly processor?: 'cpu' | 'gpu' | 'npu';
  readonly usableBytes: number;
  readonly usableWhy: string;
  /** In order of preference: what a name without engine or mode means. */
  readonly engines: readonly string[];
  readonly modes: readonly string[];
  /** Whole-board watts while it answers, by power mode, where somebody metered them. */
  readonly loadWatts?: Readonly<Record<string, number>>;
  /** Whole-board watts at rest, by power mode. */
  readonly idle: Readonly<Record<string, number>>;
  readonly idleWhy: string;
  readonly scopes: readonly ScopeRule[];
}

/** From the model's public configuration. `layers` counts those that keep a cache. */
export interface ModelFacts {
  readonly id: string;
  readonly parameters: number;
  /** Parameters that one token touches, in a mixture of experts. */
  readonly active?: number;
  readonly layers: number;
  readonly kvHeads: number;
  readonly headDim: number;
  readonly context: number;
  /** Bytes by quantisation. */
  readonly weights: Readonly<Record<string, number>>;
  readonly quality: number | null;
  /** Table I's constant, by board. */
  readonly responsiveness: Readonly<Record<string, number>>;
}

/** Keys and values of 16 bits in every layer. */
export function kvBytesPerToken({ layers, kvHeads, headDim }: ModelFacts): number {
  return layers * kvHeads * headDim * 2 * 2;
}

export function scopeRule(board: Board, scope: string): ScopeRule | undefined {
  return board.scopes.find(({ contains }) => scope.includes(contains));
}

export function boardWatts(rule: ScopeRule, watts: number): number {
  return rule.slope * watts + rule.offset;
}
