/** Reads summaries of MLPerf's load generator for a single stream; other scenarios do not state the batch. */
import { measurement, type ReadMeasurements } from '../measurement.ts';
import { slug } from '../slug.ts';

export function isMlperf(text: string): boolean {
  return /^MLPerf Results Summary/m.test(text);
}

export function readMlperf(text: string, file: string): ReadMeasurements {
  const value = (pattern: RegExp): string | undefined => pattern.exec(text)?.[1]?.trim();
  const nanos = (pattern: RegExp): number | null => {
    const found = Number(value(pattern) ?? NaN);
    return found > 0 ? found * 1e-9 : null;
  };
  const broken = (message: string): ReadMeasurements => ({
    measurements: [],
    broken: [{ file, line: 1, message }],
  });
  const scenario = value(/^Scenario\s*:\s*(.+)$/m) ?? '';
  if (!/single\s?stream/i.test(scenario))
    return broken(
      `scenario ${scenario || 'not named'}: how many requests ran together is not in the summary, only SingleStream can be used; log the requests (vllm bench serve --save-result --save-detailed, or edgewise observe)`,
    );
  const ttft =
    nanos(/^50\.00 percentile first token latency \(ns\)\s*:\s*(\d+)/m) ??
    nanos(/^Mean First Token latency \(ns\)\s*:\s*(\d+)/m);
  const tpot =
    nanos(/^50\.00 percentile time to output token \(ns\)\s*:\s*(\d+)/m) ??
    nanos(/^Mean Time (?:per|to) Output Token \(ns\)\s*:\s*(\d+)/m);
  if (ttft === null || tpot === null)
    return broken(
      'no first token latency or time per output token: run the scenario with token latencies (use_token_latencies=1)',
    );
  const line = 1;
  return {
    measurements: [
      measurement({
        model: slug(value(/^SUT name\s*:\s*(.+)$/m) ?? ''),
        ttft,
        speed: 1 / tpot,
        source: file,
        file,
        line,
      }),
    ],
    broken: [],
  };
}
