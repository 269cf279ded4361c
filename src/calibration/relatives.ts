/** Related measured profiles: used for what a profile's own rows do not determine. */
import { group } from 'd3-array';
import { median } from 'simple-statistics';
import { buildPrefill, points } from './buildPrefill.ts';
import { tellsContext } from './buildStep.ts';
import { profileName, stepSeconds, usable, type Measurement } from './measurement.ts';
import type { Prefill } from './prefillFit.ts';
import { fitStep } from './stepFit.ts';
import { kvBytesPerToken, type ModelFacts } from '../catalog/board.ts';

/** All measured rows, and the facts of their models. */
export class Relatives {
  readonly #groups: ReadonlyMap<string, readonly Measurement[]>;
  readonly #models: ReadonlyMap<string, ModelFacts>;

  constructor(rows: readonly Measurement[], models: readonly ModelFacts[]) {
    this.#models = new Map(models.map((model) => [model.id, model]));
    this.#groups = group(rows, profileName);
  }

  get groups(): readonly (readonly Measurement[])[] {
    return [...this.#groups.values()];
  }

  facts(model: string): ModelFacts | undefined {
    return this.#models.get(model);
  }

  /** Groups like this one, nearest in size first; its own left out. */
  #near(row: Measurement, like: (other: Measurement) => boolean): readonly (readonly Measurement[])[] {
    const size = (id: string): number => this.#models.get(id)?.parameters ?? 0;
    const wanted = size(row.model);
    const away = (id: string): number => Math.max(size(id) / wanted, wanted / size(id));
    return [...this.#groups.values()]
      .filter(
        (group) =>
          like(group[0]!) && size(group[0]!.model) > 0 && profileName(group[0]!) !== profileName(row),
      )
      .sort((a, b) => away(a[0]!.model) - away(b[0]!.model));
  }

  /** Whether another model on this board, with an engine of the same kind, determines the cost of a cached token. */
  measured(row: Measurement): boolean {
    return this.perCachedToken(row).value > 0;
  }

  /** Seconds per cached token: the median cost of a cached byte on the board's grids, times this model's bytes. */
  perCachedToken(row: Measurement): { value: number; why: string } {
    const own = this.#models.get(row.model)!;
    for (const like of [
      (other: Measurement) =>
        other.board === row.board &&
        other.mode === row.mode &&
        familyOf(other.engine) === familyOf(row.engine),
      (other: Measurement) => other.board === row.board && familyOf(other.engine) === familyOf(row.engine),
    ]) {
      const costs = this.#near(row, like).flatMap((group) => {
        const rows = group.filter((other) => usable(other, 'speed') !== null);
        if (rows.length < 2 || !tellsContext(rows)) return [];
        return [fitStep(rows).step.perCachedToken / kvBytesPerToken(this.#models.get(group[0]!.model)!)];
      });
      if (costs.length > 0)
        return {
          value: median(costs) * kvBytesPerToken(own),
          why: `cost of a cached token from ${costs.length} measured relative${costs.length > 1 ? 's' : ''} on this board, by the bytes of cache per token`,
        };
    }
    return { value: 0, why: 'cost of a cached token not known: taken as 0' };
  }

  /** Prefill of the nearest measured relative, scaled by parameters and, from another power mode, by the modes' ratio. */
  prefill(row: Measurement): { prefill: Prefill; why: string } | null {
    const own = this.#models.get(row.model)!;
    const measured = (other: Measurement): boolean =>
      points(this.#groups.get(profileName(other))!).length > 0 && other.board === row.board;
    const tries: [(other: Measurement) => boolean, string][] = [
      [
        (o) => o.model === row.model && o.quantisation === row.quantisation && o.engine === row.engine,
        'itself',
      ],
      [(o) => o.mode === row.mode && o.engine === row.engine, 'nearest in size'],
      [(o) => o.mode === row.mode && familyOf(o.engine) === familyOf(row.engine), 'nearest in size'],
      [(o) => o.engine === row.engine, 'nearest in size'],
      [(o) => o.mode === row.mode, 'nearest in size'],
      [() => true, 'nearest in size'],
    ];
    for (const [like, how] of tries)
      for (const group of this.#near(row, (other) => measured(other) && like(other))) {
        const other = group[0]!;
        const between =
          other.mode === row.mode
            ? 1
            : (this.modeRatio(row.board, 'ttft', other.mode, row.mode) ??
              this.modeRatio(row.board, 'step', other.mode, row.mode));
        if (between === null) continue;
        const times = (between * own.parameters) / this.#models.get(other.model)!.parameters;
        const base = buildPrefill(group, null);
        const prefill = {
          ...base,
          perToken: base.perToken * times,
          perTokenSquared: base.perTokenSquared * times,
        };
        const steps = other.model === row.model ? 'by the ratio between the power modes' : 'by parameters';
        return {
          prefill,
          why: `prefill from ${profileName(other)} (${how}), scaled ${steps}, times ${times.toFixed(2)}`,
        };
      }
    return null;
  }

  /** Median ratio between two power modes of a board over the models measured in both, at the same lengths. */
  modeRatio(board: string, quantity: 'ttft' | 'step', from: string, to: string): number | null {
    const ratios: number[] = [];
    for (const group of this.#groups.values()) {
      if (group[0]!.board !== board || group[0]!.mode !== from) continue;
      const others = this.#groups.get(profileName({ ...group[0]!, mode: to })) ?? [];
      for (const row of group)
        for (const other of others) {
          if (row.prompt !== other.prompt || row.output !== other.output || row.batch !== other.batch)
            continue;
          if (row.source !== other.source) continue;
          if (quantity === 'ttft' && row.ttft && other.ttft) ratios.push(other.ttft / row.ttft);
          if (quantity === 'step' && row.speed && other.speed)
            ratios.push(stepSeconds(other, other.speed) / stepSeconds(row, row.speed));
        }
    }
    return ratios.length > 0 ? median(ratios) : null;
  }

  /** Rows with decode power of the nearest relative in the same mode; the same engine family first. */
  powered(row: Measurement): readonly Measurement[] {
    const known = (other: Measurement): boolean =>
      this.#groups.get(profileName(other))!.some((each) => usable(each, 'decodeWatts') !== null) &&
      other.board === row.board;
    for (const like of [
      (o: Measurement) => known(o) && o.mode === row.mode && familyOf(o.engine) === familyOf(row.engine),
      (o: Measurement) => known(o) && o.mode === row.mode,
      (o: Measurement) => known(o),
    ]) {
      const [group] = this.#near(row, like);
      if (group) return group.filter((each) => usable(each, 'decodeWatts') !== null);
    }
    return [];
  }
}

/** Ollama runs llama.cpp. */
export function familyOf(engine: string): string {
  return engine === 'ollama' ? 'llamacpp' : engine;
}
