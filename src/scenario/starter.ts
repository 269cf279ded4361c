/** The scenario that `edgewise init` writes: small and useful, with every line explained. */
export function starter(name = 'first'): string {
  return `# An Edgewise scenario. Run it:       edgewise run ${name}.yaml
# Every field, for your editor:       edgewise schema > edgewise.schema.json
# Every profile, strategy, limiter:   edgewise catalog

name: ${name} # results go to out/${name}
seed: 1 # the same seed gives the same results, to the byte
duration: 30m # requests arrive for so long; those still in flight then are completed
warmup: 2m # simulated but not counted
replications: 5 # runs of each cell, for the intervals

# Where requests come from. For a log of your own, without duration and warmup above: { kind: trace, file: requests.csv }
workload:
  arrivals: { kind: poisson, rate: 0.3/s } # or { kind: bursty, rate: 0.3/s, peak: 4, every: 5m, for: 60s }
  prompt: { kind: lognormal, mean: 100, cv: 0.6 } # tokens; or a number, or { kind: lognormal, median: 85, p95: 200 }
  output: { kind: lognormal, mean: 225, cv: 0.6 }
  tenants: 10 # all equally active; or { count: 10, shares: { zipf: 1 } }

# The machines at the edge: a model on a board, from the catalogue or with its fields.
fleet:
  - { profile: agx-orin-64gb/qwen2.5-3b-q4, count: 1, queue: 4 } # queue: requests that may wait
  - { profile: orin-nano-8gb/qwen2.5-3b-q4, count: 2, queue: 4 }

# Limits on what the edge accepts; leave this out for no limit.
limits:
  - { kind: slidingWindow, scope: device, window: 60s, capacity: 80 % } # or requests: 10, or tokens: 2400

strategy: loadAware # how a device is chosen
fallback: cloud # where a refused request goes: cloud, or drop
cloud: { profile: openai/gpt-4o-mini }

metrics: { alpha: 0.5, electricity: 0.25 $/kWh } # alpha weighs quality against responsiveness
slo: { ttft: 2s, e2e: 30s } # time to first token and to the whole answer

# Every combination of these is a cell. Any part of this file can be varied, by its path. Here random refuses more, yet
# meets the slo more often, since the cloud is faster than the queues of the edge: it pays the cloud instead.
vary:
  strategy: [random, loadAware]

# Claims, checked with the intervals of the run. If one fails, the exit code is 3.
expect:
  - metric: cloud.tokens
    of: { strategy: loadAware }
    lessThan: { strategy: random }
    text: Load-Aware sends less to the cloud
`;
}
