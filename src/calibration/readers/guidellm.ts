/** Reads the report of GuideLLM: benchmarks, each with its requests one by one. */
import { isObject, type JsonObject } from '../jsonRecords.ts';
import { logReader, needed, type JsonReader } from './jsonReader.ts';
import type { LoggedRequest } from './logged.ts';

export const guidellm: JsonReader = logReader(
  'GuideLLM report',
  ({ benchmarks }) =>
    Array.isArray(benchmarks) && benchmarks.some((one) => isObject(one) && 'requests' in one),
  ({ benchmarks }, line) =>
    (benchmarks as unknown[]).flatMap((benchmark, i) =>
      successful(benchmark).map((request) => logged(request, `benchmark ${i + 1}`, line)),
    ),
);

function successful(benchmark: unknown): JsonObject[] {
  const requests = isObject(benchmark) && isObject(benchmark.requests) ? benchmark.requests : {};
  const list = Array.isArray(requests.successful) ? requests.successful : requests.completed;
  const found = Array.isArray(list) ? list.filter(isObject) : [];
  if (found.length === 0)
    throw new RangeError(
      'no request in the report: let guidellm keep them (its json output has them under requests)',
    );
  return found;
}

/** Newer reports have start and latency of a request, older ones the times of its tokens. */
function logged(request: JsonObject, run: string, line: number): LoggedRequest {
  const at =
    'request_start_time' in request ? needed(request, 'request_start_time') : needed(request, 'start_time');
  const first =
    'first_token_time' in request
      ? needed(request, 'first_token_time')
      : at + needed(request, 'time_to_first_token_ms') / 1000;
  const end =
    'last_token_time' in request
      ? needed(request, 'last_token_time')
      : 'request_end_time' in request
        ? needed(request, 'request_end_time')
        : at + needed(request, 'request_latency');
  return {
    run,
    prompt: needed(request, 'prompt_tokens'),
    output: needed(request, 'output_tokens'),
    at,
    first,
    end,
    line,
  };
}
