// Figure 4's work by hand: twelve devices, Load-Aware, a window in tokens, a cloud, with every figure that Edgewise keeps
// and the same checks. Same streams, same requests, so the same counts; nothing is generic, and every number it needs
// comes on standard input. Prints its figures and the user seconds that the run took.
#include "common.h"

#define DEVICES 12
#define GROUPS 2
#define RING 4096
#define QUEUE 4

typedef struct { double fixed, perToken, squared, step, cached, idle, prefillWatts, decodeWatts, quality; int promptLow, promptHigh, most; } Profile;
typedef struct {
  double leaves[RING];
  int costs[RING], head, count, sum;
  Request line[QUEUE], running;
  int waiting, busy;
  double end, busySince, clear, busyTime, occupied, joules, displaced, fill;
  double busySeries[BUCKETS], loadSeries[BUCKETS], powerSeries[BUCKETS], fillSeries[BUCKETS];
  double served, refused, tokens, charged, outside;
  int group, place;
  double capability;
} Device;
typedef struct { double end; Request request; } Answer;

static uint32_t mix(uint32_t word) {
  word = (word ^ (word >> 16)) * 0x21f0aaadu;
  word = (word ^ (word >> 15)) * 0x735a2d97u;
  return word ^ (word >> 15);
}

static double derive(double draw, uint32_t salt) {
  double scaled = draw * 4294967296.0;
  uint32_t top = (uint32_t)scaled, bottom = (uint32_t)((scaled - top) * 2097152);
  uint32_t a = mix(top + (salt + 1) * 0x9e3779b9u), b = mix((bottom + (salt + 1) * 0x6a09e667u) ^ a);
  return (mix(a + b) + (b >> 11) / 2097152.0) / 4294967296.0;
}

// Hastings' approximation is good to 4e-4: enough for a network's round trip, which no count depends on.
static double normalQuantile(double u) {
  double p = u < 0.5 ? u : 1 - u, t = sqrt(-2 * log(p));
  double x = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  return u < 0.5 ? -x : x;
}

static double between(const double *at, int points, double u) {
  int i = 1;
  while (i < points - 1 && u > at[2 * i]) i++;
  double span = at[2 * i] - at[2 * i - 2], from = at[2 * i - 1];
  return span == 0 ? from : from + (u - at[2 * i - 2]) / span * (at[2 * i + 1] - from);
}

// What is read.
static double inputPrice, outputPrice, roundTrip[2], window;
static int limit, tenants, ttftPoints, speedPoints;
static double ttftAt[64], speedAt[64];
static Profile profiles[GROUPS];
static int counts[GROUPS];

// What is kept.
static Device devices[DEVICES];
static Answer *cloud;
static int inCloud, cloudRoom;
static Tally distant;
static double refusalSeries[BUCKETS], cloudTokens[BUCKETS];
static double rejected, reasons[8], inputTokens, outputTokens;

static void readAll(void) {
  rate = number(), duration = number(), width = number(), buckets = (int)number(), limit = (int)number(), window = number();
  tenants = (int)number(), scale = number(), slo[0] = number(), slo[1] = number();
  inputPrice = number(), outputPrice = number(), roundTrip[0] = number(), roundTrip[1] = number();
  readLengths();
  ttftPoints = (int)number();
  for (int i = 0; i < 2 * ttftPoints; i++) ttftAt[i] = number();
  speedPoints = (int)number();
  for (int i = 0; i < 2 * speedPoints; i++) speedAt[i] = number();
  for (int g = 0; g < GROUPS; g++) {
    Profile *p = &profiles[g];
    counts[g] = (int)number();
    p->fixed = number(), p->perToken = number(), p->squared = number(), p->step = number(), p->cached = number();
    p->idle = number(), p->prefillWatts = number(), p->decodeWatts = number(), p->quality = number();
    p->promptLow = (int)number(), p->promptHigh = (int)number(), p->most = (int)number();
  }
  readStreams(5);
}

static double prefill(const Profile *p, double prompt) { return p->fixed + prompt * (p->perToken + prompt * p->squared); }
static double decode(const Profile *p, double prompt, double output) {
  double steps = output - 1;
  return steps * (p->step + p->cached * (prompt + (steps + 1) / 2));
}

static void begin(Device *d, const Request *r) {
  const Profile *p = &profiles[d->group];
  d->running = *r;
  d->running.started = now;
  d->running.first = now + prefill(p, r->prompt);
  d->end = d->running.first + decode(p, r->prompt, r->output);
}

static void work(Device *d, double from, double to, double watts) {
  double seconds = overlap(from, to);
  worked += (to - from) * watts;
  d->joules += seconds * watts;
  d->displaced += seconds;
  addInterval(d->powerSeries, from, to, watts - profiles[d->group].idle);
}

static void finish(Device *d) {
  const Profile *p = &profiles[d->group];
  Request *r = &d->running;
  double read = r->first < now ? r->first : now;
  r->joules = p->prefillWatts * (read - r->started) + p->decodeWatts * (now - read);
  if (read > r->started) work(d, r->started, read, p->prefillWatts);
  if (now > read) work(d, read, now, p->decodeWatts);
  d->occupied += overlap(r->started, now);
  waitingTime += overlap(r->arrival, r->started);
  addInterval(d->loadSeries, r->arrival, now, 1);
  add(answerSeries, now, 1);
  tally(&edge, r, p->quality);
  d->served++;
  d->tokens += r->prompt + r->output;
  d->charged += r->joules;
  if (!(r->prompt >= p->promptLow && r->prompt <= p->promptHigh && r->prompt + r->output <= p->most)) d->outside++;
  gone(r);
  if (d->waiting > 0) {
    Request next = d->line[0];
    d->waiting--;
    memmove(d->line, d->line + 1, d->waiting * sizeof(Request));
    begin(d, &next);
  } else {
    d->busy = 0;
    d->end = INFINITY;
    d->busyTime += overlap(d->busySince, now);
    addInterval(d->busySeries, d->busySince, now, 1);
  }
}

static void expire(Device *d) {
  while (d->count > 0 && d->leaves[d->head] <= now) {
    d->sum -= d->costs[d->head];
    d->head = (d->head + 1) & (RING - 1);
    d->count--;
  }
  d->fill = (double)d->sum / limit;
}

// The emptiest window, then the least loaded for what it can do, then the draw; -1 when nobody has room. A device that
// would refuse speaks for all of its kind that are fuller.
static int pick(const Request *r, int asked) {
  int best = -1, ties = 0;
  double bestFill = 0, bestLoad = 0;
  for (int g = 0, from = 0; g < GROUPS; from += counts[g++]) {
    double least = INFINITY, second = INFINITY;
    int tied = 0, chosen = -1;
    double loads[DEVICES];
    for (int i = from; i < from + counts[g]; i++) {
      const Device *d = &devices[i];
      if (d->waiting == QUEUE) continue;
      double load = loads[i] = (d->busy + d->waiting) / d->capability;
      if (d->fill < least || (d->fill == least && load < second)) least = d->fill, second = load, tied = 1;
      else if (d->fill == least && load == second) tied++;
    }
    if (tied == 0) continue;
    int k = (int)(r->draw * tied);
    for (int i = from; chosen < 0; i++)
      if (devices[i].waiting < QUEUE && devices[i].fill == least && loads[i] == second && k-- == 0) chosen = i;
    if (asked && devices[chosen].sum + r->prompt + r->output > limit) continue;
    int better = best < 0 || least < bestFill || (least == bestFill && second < bestLoad);
    int equal = best >= 0 && least == bestFill && second == bestLoad;
    if (!better && !equal) continue;
    ties = equal ? ties + tied : tied;
    if (better || derive(r->draw, g) * ties < tied) best = chosen;
    bestFill = least;
    bestLoad = second;
  }
  return best;
}

static void toCloud(Request *r) {
  add(cloudTokens, now, r->prompt + r->output);
  r->started = now;
  r->first = now + exp(roundTrip[0] + roundTrip[1] * normalQuantile(derive(r->draw, 101))) + between(ttftAt, ttftPoints, derive(r->draw, 102));
  r->dollars = r->prompt * inputPrice + r->output * outputPrice;
  double end = r->first + (r->output - 1) / between(speedAt, speedPoints, derive(r->draw, 103));
  if (inCloud == cloudRoom) cloud = realloc(cloud, (cloudRoom = 2 * cloudRoom + 16) * sizeof(Answer));
  int at = inCloud++;
  for (; at > 0 && cloud[(at - 1) / 2].end > end; at = (at - 1) / 2) cloud[at] = cloud[(at - 1) / 2];
  cloud[at] = (Answer){end, *r};
}

static void answered(void) {
  Request r = cloud[0].request;
  Answer moved = cloud[--inCloud];
  int at = 0;
  for (int child; (child = 2 * at + 1) < inCloud; at = child) {
    if (child + 1 < inCloud && cloud[child + 1].end < cloud[child].end) child++;
    if (cloud[child].end >= moved.end) break;
    cloud[at] = cloud[child];
  }
  cloud[at] = moved;
  inputTokens += r.prompt;
  outputTokens += r.output;
  tally(&distant, &r, 0.97);
  gone(&r);
}

static void arrive(Request *r) {
  came(r);
  for (int i = 0; i < DEVICES; i++) expire(&devices[i]);
  int by = pick(r, 1), cost = r->prompt + r->output;
  if (by < 0) {
    by = pick(r, 0);
    if (by < 0) by = (int)(r->draw * DEVICES);
    Device *d = &devices[by];
    reasons[cost > limit ? 1 : d->sum + cost > limit ? 0 : 2]++;
    add(refusalSeries, now, 1);
    rejected++;
    d->refused++;
    toCloud(r);
    return;
  }
  Device *d = &devices[by];
  int at = (d->head + d->count++) & (RING - 1);
  d->leaves[at] = now + window;
  d->costs[at] = cost;
  d->sum += cost;
  d->fill = (double)d->sum / limit;
  const Profile *p = &profiles[d->group];
  d->clear = (d->clear > now ? d->clear : now) + prefill(p, r->prompt) + decode(p, r->prompt, r->output);
  if (d->busy) d->line[d->waiting++] = *r;
  else {
    d->busy = 1;
    d->busySince = now;
    begin(d, r);
  }
}

static void draw(Request *r, double *at) {
  if (!drawLengths(r, at)) return;
  r->tenant = (int)(uniform(&streams[3]) * tenants);
  r->draw = uniform(&streams[4]);
}

static void run(void) {
  double at = 0, sampleAt = width / 2;
  int sample = 0;
  Request next;
  for (int g = 0, i = 0; g < GROUPS; g++)
    for (int k = 0; k < counts[g]; k++, i++) {
      devices[i].group = g;
      devices[i].end = INFINITY;
      // A request of mean lengths, as capability is measured.
      devices[i].capability = 1 / (prefill(&profiles[g], 100) + decode(&profiles[g], 100, 225));
    }
  open(&edge);
  open(&distant);
  draw(&next, &at);
  for (;;) {
    int slot = -1;
    double due = INFINITY;
    for (int i = 0; i < DEVICES; i++)
      if (devices[i].end < due) due = devices[i].end, slot = i;
    if (inCloud > 0 && cloud[0].end < due) due = cloud[0].end, slot = DEVICES;
    if (sampleAt < due) due = sampleAt, slot = DEVICES + 1;
    if (next.arrival <= due) {
      if (next.arrival == INFINITY) break;
      now = next.arrival;
      arrive(&next);
      draw(&next, &at);
    } else {
      now = due;
      if (slot < DEVICES) finish(&devices[slot]);
      else if (slot == DEVICES) answered();
      else {
        for (int i = 0; i < DEVICES; i++) {
          expire(&devices[i]);
          add(devices[i].fillSeries, now, devices[i].fill);
        }
        sampleAt = (++sample + 0.5) * width;
        if (sampleAt > duration) sampleAt = INFINITY;
      }
    }
  }
}

int main(void) {
  readAll();
  double took = timed(run);
  int balanced = !backwards && begun == ended && inside == 0 && same(tokensIn, tokensOut) && same(worked, charged) && same(area, stays) &&
                 same(dollarsByRequest, inputTokens * inputPrice + outputTokens * outputPrice);
  print(took, balanced);
  return 0;
}
