"""The same work in SimPy, the usual choice in Python: a process per request, a Resource per device. Prints JSON."""
import json
import math
import random
import resource
import sys
import time
from collections import deque

import simpy


def markovian(count, servers=100, load=0.8):
    """Single servers chosen at random, exponential times; counts two events a request, as the other rows do."""
    env = simpy.Environment()
    stations = [simpy.Resource(env) for _ in range(servers)]
    waits = [0.0]

    def request(station):
        arrived = env.now
        with station.request() as turn:
            yield turn
            waits[0] += env.now - arrived
            yield env.timeout(random.expovariate(1))

    def arrivals():
        for _ in range(count):
            yield env.timeout(random.expovariate(servers * load))
            env.process(request(random.choice(stations)))

    env.process(arrivals())
    env.run()
    return count


def lognormal(mean, cv):
    sigma = math.sqrt(math.log(1 + cv * cv))
    mu = math.log(mean) - sigma * sigma / 2
    return lambda: max(1, round(random.lognormvariate(mu, sigma)))


class Device:
    """Seconds of a request, and what was let in within the window, in tokens."""

    def __init__(self, env, fixed, per_token, step):
        self.turn = simpy.Resource(env)
        self.fixed, self.per_token, self.step = fixed, per_token, step
        self.capability = 1 / (fixed + 100 * per_token + 224 * step)
        self.window, self.held = deque(), 0

    def forget(self, now):
        while self.window and self.window[0][0] <= now - 60:
            self.held -= self.window.popleft()[1]

    def load(self):
        return len(self.turn.queue) + len(self.turn.users)


def figure4(count, rate=0.9, limit=2400):
    """Twelve devices, Load-Aware, a sliding window in tokens, a cloud behind it, latencies kept in a list."""
    env = simpy.Environment()
    devices = [Device(env, 0.05, 0.0004, 0.026) for _ in range(4)]
    devices += [Device(env, 0.06, 0.001, 0.0465) for _ in range(8)]
    prompt, output = lognormal(100, 0.6), lognormal(225, 0.6)
    first_tokens, latencies = [], []

    def at_edge(device, tokens_in, tokens_out):
        arrived = env.now
        with device.turn.request() as turn:
            yield turn
            yield env.timeout(device.fixed + device.per_token * tokens_in)
            first_tokens.append(env.now - arrived)
            yield env.timeout((tokens_out - 1) * device.step)
        latencies.append(env.now - arrived)

    def in_cloud(tokens_out):
        arrived = env.now
        yield env.timeout(0.05 + random.lognormvariate(-0.9, 0.3))
        first_tokens.append(env.now - arrived)
        yield env.timeout((tokens_out - 1) * 0.04)
        latencies.append(env.now - arrived)

    def arrivals():
        for _ in range(count):
            yield env.timeout(random.expovariate(rate))
            tokens_in, tokens_out = prompt(), output()
            size = tokens_in + tokens_out
            best, least = None, None
            for device in devices:
                device.forget(env.now)
                if device.held + size > limit or len(device.turn.queue) >= 4:
                    continue
                score = (device.held, device.load() / device.capability, random.random())
                if least is None or score < least:
                    best, least = device, score
            if best is None:
                env.process(in_cloud(tokens_out))
            else:
                best.window.append((env.now, size))
                best.held += size
                env.process(at_edge(best, tokens_in, tokens_out))

    env.process(arrivals())
    env.run()
    return len(latencies)


work = {"mmc": (markovian, 2), "figure4": (figure4, 1)}
name, count = sys.argv[1], int(sys.argv[2])
run, each = work[name]
rates = []
for _ in range(3):
    begun = time.process_time()
    done = run(count)
    rates.append(each * done / (time.process_time() - begun))
print(json.dumps({"rate": sorted(rates)[1], "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, "version": simpy.__version__}))
