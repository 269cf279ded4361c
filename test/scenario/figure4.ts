/** The example of the documentation. */
export const FIGURE4: string = `
name: figure4
seed: 2505
duration: 1h
warmup: 0s
replications: 20

workload:
  arrivals: { kind: poisson, rate: 0.45/s }
  prompt: { kind: lognormal, mean: 100, cv: 0.6 }
  output: { kind: lognormal, mean: 225, cv: 0.6 }
  tenants: 40

fleet:
  - { profile: agx-orin-64gb/qwen2.5-3b-q4, count: 2, slots: 1, queue: 4 }
  - { profile: orin-nano-8gb/qwen2.5-3b-q4, count: 4, slots: 1, queue: 4 }

limits:
  - { kind: slidingWindow, scope: device, window: 60s, capacity: 0.8 }   # or requests: 10, or tokens: 2400; charge: actual | { estimate: 200 } | max

strategy: loadAware            # or { kind: powerOf, d: 2 }
fallback: cloud                # or drop
cloud: { profile: openai/gpt-4 }
metrics: { alpha: 0.5, electricity: 0.25 $/kWh, responsiveness: ttft }
slo: { ttft: 2s, e2e: 30s }

vary:                          # every combination is a cell
  workload.arrivals:
    steady: { kind: poisson, rate: 0.45/s }
    bursty: { kind: bursty, rate: 0.45/s, peak: 4, every: 5m, for: 60s }   # same mean; in a burst 4 times the rate between bursts
  strategy: [random, weighted, loadAware]

expect:                        # checked after the run, with the intervals
  - { metric: cloud.tokens, of: { strategy: loadAware }, lessThan: { strategy: random }, where: { workload.arrivals: bursty } }
`;
