/** How tables, figures and sentences call a varied path and its values. */
import type { Labels } from '../results.ts';

/** The shortest end of the path that tells it from the other varied ones: `window` for `limits.0.window`. */
export function axisName(path: string, paths: readonly string[]): string {
  const steps = path.split('.');
  for (let kept = 1; kept < steps.length; kept++) {
    const end = steps.slice(-kept).join('.');
    const alone = paths.every((other) => other === path || !`.${other}`.endsWith(`.${end}`));
    if (alone && !/^\d+(\.|$)/.test(end)) return end;
  }
  return path;
}

/** Whether a value says nothing by itself: a number needs the name of its axis. */
export function isBare(label: Labels[string]): boolean {
  return typeof label !== 'string' || /^[-+]?[\d.]/.test(label) || label === '';
}

/** One value of one axis of those in `labels`: `loadAware`, `window 60s`. */
export function valueOf(labels: Labels, path: string): string {
  const label = labels[path]!;
  return isBare(label) ? settingOf(labels, path) : String(label);
}

/** The same with the name always: `strategy loadAware`. */
export function settingOf(labels: Labels, path: string): string {
  return `${axisName(path, Object.keys(labels))} ${String(labels[path])}`;
}
