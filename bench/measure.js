/** Work per second of user time, median of five runs after one to warm up. `work(n)` returns how many requests it did. */
export function measure(name, unit, perRequest, work, requests = 2e6) {
  work(requests / 10);
  const rates = Array.from({ length: 5 }, () => perRequest * once(() => work(requests)));
  return row(name, unit, middle(rates));
}

/** The same beside a baseline that is run in turn with it, so that a busy minute of the machine is not all one's. */
export function measureBeside(name, unit, work, baseline, requests = 2e6) {
  work(requests / 10);
  const rates = [];
  const others = [];
  for (let k = 0; k < 5; k++) {
    others.push(baseline.rate(requests));
    rates.push(once(() => work(requests)));
  }
  return { ...row(name, unit, middle(rates)), beside: { name: baseline.name, rate: middle(others) } };
}

export function measureOnce(name, unit, work) {
  return row(name, unit, once(work));
}

export function once(work) {
  const before = process.cpuUsage();
  const done = work();
  return done / (process.cpuUsage(before).user / 1e6);
}

function middle(rates) {
  return rates.sort((a, b) => a - b)[rates.length >> 1];
}

/** Peak memory is that of the whole process, Node included. */
function row(name, unit, rate) {
  return { name, unit, rate, peak: process.resourceUsage().maxRSS * 1024 };
}
