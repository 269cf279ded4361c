/** The scenario that `edgewise init` writes: small, useful, every line explained. */
export function starter(name = 'first'): string {
  return `# An Edgewise scenario. Run it:       edgewise run ${name}.yaml
# Every field, for your editor:       edgewise schema > edgewise.schema.json
# Every profile, strategy, limiter:   edgewise catalog

name: ${name} # results go to out/${name}
seed: 1 # same seed, same results to the byte
duration: 30m # how long requests arrive; what is in flight then is finished
warmup: 2m # simulated, not counted
replications: 5 # runs of each cell; the intervals come from these

# Where requests come from. A recorded trace instead: { kind: trace, file: requests.csv, format: azure }
workload:
  arrivals: { kind: poisson, rate: 0.3/s } # or { kind: bursty, rate: 0.3/s, peak: 4, every: 5m, for: 60s }
  prompt: { kind: lognormal, mean: 100, cv: 0.6 } # tokens; or a number, or { kind: lognormal, median: 85, p95: 200 }
  output: { kind: lognormal, mean: 225, cv: 0.6 }
  tenants: 10 # users, all as busy; or { count: 10, shares: { zipf: 1 } }

# The machines at the edge: a model on a board, from the catalogue or with its fields written here.
fleet:
  - { profile: agx-orin-64gb/qwen2.5-3b-q4, count: 1, queue: 4 } # queue: requests that may wait
  - { profile: orin-nano-8gb/qwen2.5-3b-q4, count: 2, queue: 4 }

# What bounds the requests the edge takes; leave it out for no limit.
limits:
  - { kind: slidingWindow, scope: device, window: 60s, capacity: 80 % } # or requests: 10, or tokens: 2400

strategy: loadAware # how a device is chosen
fallback: cloud # where a refused request goes: cloud, or drop
cloud: { profile: openai/gpt-4o-mini }

metrics: { alpha: 0.5, electricity: 0.25 $/kWh } # alpha weighs quality against responsiveness
slo: { ttft: 2s, e2e: 30s } # what an answer should meet

# Every combination of these is a cell. Any node of this file may be varied, by its path. Here random refuses more, and
# meets the slo more often for it, as the cloud is quicker than the queues of the edge: each has its price.
vary:
  strategy: [random, loadAware]

# Claims checked with the intervals of the run; one that fails is exit code 3.
expect:
  - metric: cloud.tokens
    of: { strategy: loadAware }
    lessThan: { strategy: random }
    text: looking at the load sends less to the cloud
`;
}
