/** Work per second of CPU time, median of five runs after one to warm up. `work(n)` returns how many requests it did. */
export function measure(name, unit, perRequest, work, requests = 2e6) {
  work(requests / 10);
  const rates = [];
  for (let k = 0; k < 5; k++) {
    const before = process.cpuUsage();
    const done = work(requests);
    const { user, system } = process.cpuUsage(before);
    rates.push((done * perRequest) / ((user + system) / 1e6));
  }
  rates.sort((a, b) => a - b);
  return { name, unit, rate: rates[2], peak: process.resourceUsage().maxRSS * 1024 };
}
