// The same queues as anyone would write them first: an object per request and per event, closures, a binary heap of
// objects in an array.
class EventHeap {
  items = [];
  push(event) {
    const { items } = this;
    items.push(event);
    let i = items.length - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (items[parent].time <= items[i].time) break;
      [items[parent], items[i]] = [items[i], items[parent]];
      i = parent;
    }
  }
  pop() {
    const { items } = this;
    const top = items[0];
    const last = items.pop();
    if (items.length > 0) {
      items[0] = last;
      let i = 0;
      for (;;) {
        let child = 2 * i + 1;
        if (child >= items.length) break;
        if (child + 1 < items.length && items[child + 1].time < items[child].time) child++;
        if (items[child].time >= items[i].time) break;
        [items[child], items[i]] = [items[i], items[child]];
        i = child;
      }
    }
    return top;
  }
}

/** `choose(servers)` says which server a request goes to. Returns the mean wait. */
export function naive({ servers: size, load, requests: count, choose }) {
  const events = new EventHeap();
  const servers = Array.from({ length: size }, () => ({ busy: false, queue: [] }));
  const exponential = (mean) => -Math.log(1 - Math.random()) * mean;
  let now = 0;
  let arrived = 0;
  let waits = 0;
  const start = (server, request) => {
    server.busy = true;
    waits += now - request.arrival;
    events.push({
      time: now + request.service,
      handle: () => {
        server.busy = false;
        if (server.queue.length > 0) start(server, server.queue.shift());
      },
    });
  };
  const arrive = () => {
    const request = { arrival: now, service: exponential(1) };
    const server = servers[choose(servers)];
    if (server.busy) server.queue.push(request);
    else start(server, request);
    if (++arrived < count) events.push({ time: now + exponential(1 / (size * load)), handle: arrive });
  };
  events.push({ time: exponential(1 / (size * load)), handle: arrive });
  while (events.items.length > 0) {
    const event = events.pop();
    now = event.time;
    event.handle();
  }
  return waits / count;
}
