/** Work per second of CPU time, median of five runs after one to warm up. `work(n)` returns how many requests it did. */
export function measure(name, unit, perRequest, work, requests = 2e6) {
  work(requests / 10);
  const rates = [];
  for (let k = 0; k < 5; k++) rates.push(perRequest * once(() => work(requests)));
  rates.sort((a, b) => a - b);
  return row(name, unit, rates[2]);
}

export function measureOnce(name, unit, work) {
  return row(name, unit, once(work));
}

function once(work) {
  const before = process.cpuUsage();
  const done = work();
  const { user, system } = process.cpuUsage(before);
  return done / ((user + system) / 1e6);
}

/** Peak memory is that of the whole process, Node included. */
function row(name, unit, rate) {
  return { name, unit, rate, peak: process.resourceUsage().maxRSS * 1024 };
}
