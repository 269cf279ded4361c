// Batching by hand: twenty machines with continuous batches, each request to one with the fewest, with every figure that
// Edgewise keeps and the same checks. Same streams, same requests, same choice among equals, so the same counts; nothing
// is generic, and every number it needs comes on standard input. Prints its figures and the user seconds that the run took.
#include "common.h"

#define DEVICES 20
#define SLOTS 32

// Last step, then place: the order in which sequences of a batch are done.
typedef struct { long last; int id, offset; double before; } Sequence;
typedef struct {
  Sequence batch[SLOTS];
  int size, running, load, reading, head, tail;
  long cached, step, steps, held;
  double due, from, since, decoding, took, drawn, clear, busySince, busyTime, occupied, joules, displaced;
  double busySeries[BUCKETS], loadSeries[BUCKETS], powerSeries[BUCKETS];
  double served, tokens, charged, most;
} Device;
typedef struct { Request request; int next; } Row;

static double fixed, perToken, stepFixed, stepSequence, stepCached, idle, prefillWatts, decodeWatts, sequenceWatts, room;
static double bases[SLOTS + 1], shared, longer;
static Device devices[DEVICES];
static Row *rows;
static int freeRow = -1, rowCount;

// Devices by load: their order, where each is in it, and where each load begins; and whose load changed since the last pick.
static int order[DEVICES], rank[DEVICES], ranked[DEVICES], touched[DEVICES], isTouched[DEVICES], touches, *below, loads;

static int openRow(void) {
  if (freeRow < 0) {
    int more = rowCount + 64;
    rows = realloc(rows, 2 * more * sizeof(Row));
    for (int i = 2 * more - 1; i >= rowCount; i--) rows[i].next = freeRow, freeRow = i;
    rowCount = 2 * more;
  }
  int id = freeRow;
  freeRow = rows[id].next;
  return id;
}

static void touch(int i) {
  if (isTouched[i]) return;
  isTouched[i] = 1;
  touched[touches++] = i;
}

static void swap(int a, int b) {
  int one = order[a], other = order[b];
  order[a] = other, order[b] = one;
  rank[one] = b, rank[other] = a;
}

static int pick(void) {
  while (touches > 0) {
    int i = touched[--touches];
    isTouched[i] = 0;
    while (ranked[i] < devices[i].load) {
      int load = ++ranked[i];
      if (load + 1 >= loads) {
        below = realloc(below, 2 * loads * sizeof(int));
        for (int k = loads; k < 2 * loads; k++) below[k] = DEVICES;
        loads *= 2;
      }
      swap(rank[i], --below[load]);
    }
    while (ranked[i] > devices[i].load) swap(rank[i], below[ranked[i]--]++);
  }
  return order[0];
}

static void work(Device *d, double from, double to, double watts) {
  double seconds = overlap(from, to);
  worked += (to - from) * watts;
  d->joules += seconds * watts;
  d->displaced += seconds;
  addInterval(d->powerSeries, from, to, watts - idle);
}

// Who worked since it was last accounted for: first the batch, then who reads.
static void settle(Device *d) {
  double since = d->since, decodes = since;
  if (!(now > since)) return;
  d->since = now;
  if (d->size > 0) {
    double middle = d->from + d->decoding;
    decodes = d->took == 0 || now < middle ? now : middle;
  }
  if (since < decodes) {
    double watts = decodeWatts + sequenceWatts * (d->size - 1);
    work(d, since, decodes, watts);
    d->drawn += watts * (decodes - since) / d->size;
  }
  if (decodes < now) {
    work(d, decodes, now, prefillWatts);
    rows[d->reading].request.joules += prefillWatts * (now - decodes);
  }
}

static void join(Device *d, int id) {
  const Request *r = &rows[id].request;
  long last = d->step + r->output - 1;
  int at = d->size++, cached = r->prompt + 1;
  d->cached += cached;
  for (; at > 0 && d->batch[at - 1].last < last; at--) d->batch[at] = d->batch[at - 1];
  d->batch[at] = (Sequence){last, id, (int)(cached - d->step), d->drawn};
}

static double rising(const Device *d, long steps) {
  double first = bases[d->size] + stepCached * d->cached, rise = stepCached * d->size;
  return steps * (first + rise * ((steps - 1) / 2.0));
}

static void decode(Device *d, long steps) {
  d->steps = steps;
  d->decoding = d->size > 0 ? rising(d, steps) : 0;
}

static int fits(const Device *d, int id) {
  const Request *r = &rows[id].request;
  return d->running < SLOTS && d->held + r->prompt + r->output <= room;
}

static void readNext(Device *d) {
  int id = d->head;
  Request *r = &rows[id].request;
  d->head = rows[id].next;
  d->held += r->prompt + r->output;
  d->running++;
  r->started = d->from + d->decoding;
  d->reading = id;
  d->took = fixed + r->prompt * perToken;
}

static void begin(Device *d) {
  d->from = d->since = now;
  d->steps = 0;
  d->decoding = d->took = 0;
}

// The request that has just come is first in the line: decoding ends with this step, if there is room.
static void interrupt(Device *d) {
  double first = bases[d->size] + stepCached * d->cached, rise = stepCached * d->size, level = first - rise / 2;
  double seconds = now - d->from;
  double root = seconds > 0 ? 2 * seconds / (level + sqrt(level * level + 2 * rise * seconds)) : 1;
  long step = (long)ceil(root);
  step = step < 1 ? 1 : step > d->steps ? d->steps : step;
  while (step < d->steps && d->from + rising(d, step) < now) step++;
  while (step > 1 && d->from + rising(d, step - 1) >= now) step--;
  if (step >= d->steps || !fits(d, d->head)) return;
  decode(d, step);
  readNext(d);
  d->due = d->from + d->decoding + d->took;
}

static void complete(Device *d, Request *r) {
  d->occupied += overlap(r->started, now);
  waitingTime += overlap(r->arrival, r->started);
  addInterval(d->loadSeries, r->arrival, now, 1);
  add(answerSeries, now, 1);
  tally(&edge, r, 0);
  d->served++;
  d->tokens += r->prompt + r->output;
  d->charged += r->joules;
  gone(r);
}

static void advance(int i) {
  Device *d = &devices[i];
  if (d->size > 0 || d->reading >= 0) settle(d);
  if (d->size > 0) {
    d->step += d->steps;
    d->cached += d->steps * d->size;
  }
  if (d->reading >= 0) {
    rows[d->reading].request.first = now;
    join(d, d->reading);
    d->reading = -1;
  }
  int done[SLOTS], count = 0;
  while (d->size > 0 && d->batch[d->size - 1].last == d->step) {
    const Sequence *s = &d->batch[--d->size];
    Request *r = &rows[s->id].request;
    d->cached -= s->offset + d->step;
    r->joules += d->drawn - s->before;
    if (d->size == 0) d->drawn = 0;
    d->held -= r->prompt + r->output;
    done[count++] = s->id;
  }
  d->running -= count;
  begin(d);
  if (d->head >= 0 && fits(d, d->head)) {
    readNext(d);
    d->due = d->from + d->decoding + d->took;
  } else if (d->size == 0) d->due = INFINITY;
  else {
    decode(d, d->batch[d->size - 1].last - d->step);
    d->due = d->from + d->decoding;
  }
  d->load -= count;
  if (d->load == 0) d->clear = now;
  touch(i);
  if (count > 0 && d->load == 0) {
    d->busyTime += overlap(d->busySince, now);
    addInterval(d->busySeries, d->busySince, now, 1);
  }
  for (int k = 0; k < count; k++) {
    complete(d, &rows[done[k]].request);
    rows[done[k]].next = freeRow;
    freeRow = done[k];
  }
}

static void arrive(int id) {
  Request *r = &rows[id].request;
  came(r);
  int i = pick();
  Device *d = &devices[i];
  double share = fixed + r->prompt * perToken + (r->output - 1) * (shared + stepCached * (r->prompt + r->output / 2.0));
  double alone = share + (r->output - 1) * longer, clear = (d->clear > now ? d->clear : now) + share;
  d->clear = clear > now + alone ? clear : now + alone;
  if (d->load++ == 0) d->busySince = now;
  if (d->load > d->most) d->most = d->load;
  touch(i);
  rows[id].next = -1;
  if (d->head < 0) d->head = id;
  else rows[d->tail].next = id;
  d->tail = id;
  if (d->due == INFINITY) {
    // Starts after all arrivals of this instant.
    begin(d);
    d->due = now;
  } else if (d->reading < 0 && d->size > 0 && d->head == id) interrupt(d);
}

static int drawNext(double *at) {
  int id = openRow();
  Request *r = &rows[id].request;
  if (drawLengths(r, at)) r->draw = uniform(&streams[3]);
  return id;
}

static void run(void) {
  double at = 0;
  for (int i = 0; i < DEVICES; i++) {
    devices[i].due = INFINITY;
    devices[i].head = devices[i].reading = -1;
    order[i] = rank[i] = i;
  }
  // The first pick looks at all of them, when none has a request.
  loads = 16;
  below = malloc(loads * sizeof(int));
  for (int k = 0; k < loads; k++) below[k] = k == 0 ? 0 : DEVICES;
  open(&edge);
  int next = drawNext(&at);
  for (;;) {
    int slot = -1;
    double due = INFINITY;
    for (int i = 0; i < DEVICES; i++)
      if (devices[i].due < due) due = devices[i].due, slot = i;
    double arrival = rows[next].request.arrival;
    if (arrival <= due) {
      if (arrival == INFINITY) break;
      now = arrival;
      arrive(next);
      next = drawNext(&at);
    } else {
      now = due;
      advance(slot);
    }
  }
}

int main(void) {
  rate = number(), duration = number(), width = number(), buckets = (int)number(), scale = number();
  slo[0] = slo[1] = INFINITY;
  fixed = number(), perToken = number(), stepFixed = number(), stepSequence = number(), stepCached = number();
  idle = number(), prefillWatts = number(), decodeWatts = number(), sequenceWatts = number(), room = number();
  readLengths();
  readStreams(4);
  for (int b = 1; b <= SLOTS; b++) bases[b] = stepFixed + stepSequence * b;
  shared = stepFixed / SLOTS + stepSequence;
  longer = fmax(0, bases[1] - shared);
  double took = timed(run);
  int balanced = !backwards && begun == ended && inside == 0 && same(tokensIn, tokensOut) && same(worked, charged) && same(area, stays);
  print(took, balanced);
  return 0;
}
