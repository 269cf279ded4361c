// What the programs in C share: streams of random numbers, the figures that Edgewise keeps, and its checks.
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define BINS (44 * 8192)
#define BUCKETS 480
#define BATCHES 800
#define LAYERS 256

typedef struct { double s0, s1, s2, c; } Stream;
typedef struct { double arrival, started, first, joules, dollars, draw; int prompt, output, tenant; } Request;
typedef struct { double means[BATCHES]; double sum; int full, each, open; } Batch;
typedef struct { uint32_t *bins; double sum, min, max; long count; } Histogram;
typedef struct {
  Histogram ttft, tpot, e2e;
  Batch ttftBatches, e2eBatches, waitBatches;
  double count, prompt, output, wait, joules, dollars, quality, responsiveness, met;
} Tally;

static double exponentialX[LAYERS + 1], exponentialY[LAYERS + 1], normalX[LAYERS + 1], normalY[LAYERS + 1];
static const double exponentialTail = 7.69711747013105, normalTail = 3.654152885361009;

static double uniform(Stream *s) {
  double one = 2091639 * s->s0 + s->c * 2.3283064365386963e-10;
  int32_t carry = (int32_t)one;
  double two = 2091639 * s->s1 + carry * 2.3283064365386963e-10;
  int32_t rest = (int32_t)two;
  double upper = one - carry, lower = two - rest;
  s->s0 = s->s2;
  s->s1 = upper;
  s->s2 = lower;
  s->c = rest;
  return upper + (int32_t)(lower * 2097152) * 1.1102230246251565e-16;
}

static double exponential(Stream *s) {
  for (double beyond = 0;;) {
    double scaled = uniform(s) * LAYERS;
    int layer = (int)scaled;
    double x = (scaled - layer) * exponentialX[layer];
    if (x < exponentialX[layer + 1]) return beyond + x;
    if (layer == 0) {
      beyond += exponentialTail;
      continue;
    }
    double low = exponentialY[layer], y = low + uniform(s) * (exponentialY[layer + 1] - low);
    if (y < exp(-x)) return beyond + x;
  }
}

static double normal(Stream *s) {
  for (;;) {
    double scaled = uniform(s) * LAYERS;
    int layer = (int)scaled;
    double x = (2 * (scaled - layer) - 1) * normalX[layer];
    if (fabs(x) < normalX[layer + 1]) return x;
    if (layer == 0) {
      for (;;) {
        double beyond = exponential(s) / normalTail;
        if (2 * exponential(s) > beyond * beyond) return x < 0 ? -normalTail - beyond : normalTail + beyond;
      }
    }
    double low = normalY[layer], y = low + uniform(s) * (normalY[layer + 1] - low);
    if (y < exp(-x * x / 2)) return x;
  }
}

static void stack(double *x, double *y, double tail, double area, int squares) {
  x[0] = area / (squares ? exp(-tail * tail / 2) : exp(-tail));
  x[1] = tail;
  y[1] = squares ? exp(-tail * tail / 2) : exp(-tail);
  for (int i = 2; i < LAYERS; i++) {
    y[i] = y[i - 1] + area / x[i - 1];
    x[i] = squares ? sqrt(-2 * log(y[i])) : -log(y[i]);
  }
  x[LAYERS] = 0;
  y[LAYERS] = 1;
}

// What is read.
static double rate, duration, width, scale, slo[2], lognormals[2][2];
static int buckets;
static Stream streams[5];

// What is kept.
static double arrivalSeries[BUCKETS], answerSeries[BUCKETS];
static double arrivals, waitingTime, now;
static double begun, ended, tokensIn, tokensOut, worked, charged, area, stays, inside, last, dollarsByRequest;
static int backwards;
static Tally edge;

static double number(void) {
  double value;
  if (scanf("%lf", &value) != 1) exit(2);
  return value;
}

static void readLengths(void) {
  for (int i = 0; i < 2; i++) lognormals[i][0] = number(), lognormals[i][1] = number();
}

static void readStreams(int count) {
  for (int i = 0; i < count; i++)
    streams[i].s0 = number(), streams[i].s1 = number(), streams[i].s2 = number(), streams[i].c = number();
}

static int drawLengths(Request *r, double *at) {
  *at += exponential(&streams[0]) / rate;
  if (*at > duration) {
    r->arrival = INFINITY;
    return 0;
  }
  double prompt = exp(lognormals[0][0] + lognormals[0][1] * normal(&streams[1]));
  double output = exp(lognormals[1][0] + lognormals[1][1] * normal(&streams[2]));
  r->arrival = *at;
  r->prompt = prompt < 1.5 ? 1 : (int)floor(prompt + 0.5);
  r->output = output < 1.5 ? 1 : (int)floor(output + 0.5);
  r->joules = r->dollars = 0;
  return 1;
}

static void batch(Batch *b, double value) {
  b->sum += value;
  if (++b->open < b->each) return;
  b->means[b->full++] = b->sum / b->each;
  b->open = 0;
  b->sum = 0;
  if (b->full < BATCHES) return;
  for (int i = 0; i < BATCHES / 2; i++) b->means[i] = (b->means[2 * i] + b->means[2 * i + 1]) / 2;
  b->full = BATCHES / 2;
  b->each *= 2;
}

static void count(Histogram *h, double value) {
  uint64_t bits;
  memcpy(&bits, &value, 8);
  int bin = (int)(bits >> 39) - (1023 - 20) * 8192;
  h->bins[bin < 0 ? 0 : bin >= BINS ? BINS - 1 : bin]++;
  h->sum += value;
  if (value < h->min) h->min = value;
  if (value > h->max) h->max = value;
  h->count++;
}

static int bucket(double time) {
  int i = (int)(time / width);
  return i < buckets ? i : buckets - 1;
}

static void add(double *series, double time, double amount) {
  if (time <= width * buckets) series[bucket(time)] += amount;
}

static void addInterval(double *series, double from, double to, double amount) {
  if (to > duration) to = duration;
  if (!(from < to)) return;
  int first = bucket(from), final = bucket(to);
  if (first == final) {
    series[first] += amount * (to - from);
    return;
  }
  series[first] += amount * ((first + 1) * width - from);
  for (int i = first + 1; i < final; i++) series[i] += amount * width;
  series[final] += amount * (to - final * width);
}

static double overlap(double from, double to) {
  double end = to < duration ? to : duration;
  return end > from ? end - from : 0;
}

static void tick(void) {
  double seconds = now - last;
  if (seconds < 0) backwards = 1;
  area += seconds * inside;
  last = now;
}

static void tally(Tally *t, const Request *r, double quality) {
  double ttft = r->first - r->arrival, e2e = now - r->arrival, wait = r->started - r->arrival, tpot = 0;
  t->count++;
  t->prompt += r->prompt;
  t->output += r->output;
  t->wait += wait;
  batch(&t->waitBatches, wait);
  batch(&t->ttftBatches, ttft);
  batch(&t->e2eBatches, e2e);
  t->joules += r->joules;
  t->dollars += r->dollars;
  count(&t->ttft, ttft);
  count(&t->e2e, e2e);
  if (r->output > 1) count(&t->tpot, tpot = (e2e - ttft) / (r->output - 1));
  t->quality += quality;
  t->responsiveness += scale / (scale + ttft);
  if (ttft <= slo[0] && e2e <= slo[1]) t->met++;
}

static void came(const Request *r) {
  tick();
  inside++;
  begun++;
  tokensIn += r->prompt + r->output;
  add(arrivalSeries, now, 1);
  arrivals++;
}

static void gone(const Request *r) {
  tick();
  inside--;
  ended++;
  stays += now - r->arrival;
  tokensOut += r->prompt + r->output;
  charged += r->joules;
  dollarsByRequest += r->dollars;
  if (!(r->arrival <= r->started && r->started <= r->first && r->first <= now)) backwards = 1;
}

static void open(Tally *t) {
  Histogram *all[] = {&t->ttft, &t->tpot, &t->e2e};
  for (int i = 0; i < 3; i++) {
    all[i]->bins = calloc(BINS, sizeof(uint32_t));
    all[i]->min = INFINITY;
    all[i]->max = -INFINITY;
  }
  t->ttftBatches.each = t->e2eBatches.each = t->waitBatches.each = 1;
}

static int same(double one, double other) { return fabs(one - other) <= 1e-9 * fmax(fabs(one), fabs(other)) + 1e-15; }

static double seconds(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_utime.tv_sec + usage.ru_utime.tv_usec / 1e6;
}

// The user seconds of a run.
static double timed(void (*run)(void)) {
  stack(exponentialX, exponentialY, exponentialTail, 0.0039496598225815572, 0);
  stack(normalX, normalY, normalTail, 0.0049286732339746553, 1);
  double before = seconds();
  run();
  return seconds() - before;
}

static void print(double took, int balanced) {
  printf("{\"user\":%.6f,\"balanced\":%d,\"arrived\":%.0f,\"served\":%.0f,\"tokens\":%.0f,\"wait\":%.17g,\"e2e\":%.17g,\"joules\":%.17g}\n", took, balanced,
         arrivals, edge.count, edge.prompt + edge.output, edge.wait / edge.count, edge.e2e.sum / edge.count, edge.joules);
}
