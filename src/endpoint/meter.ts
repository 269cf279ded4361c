/** Watts beside an observation: from a file that a meter writes, a file that holds one number, or tegrastats. */
import { spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { reason } from '../store/storeError.ts';

export interface Meter {
  /** Readings since the last call. */
  take(): readonly MeterReading[];
  /** Why there are none any more; null while all is well. */
  readonly fault: string | null;
  close(): void;
}

export interface MeterReading {
  /** Seconds of the observation. */
  readonly at: number;
  readonly watts: number;
}

/** Milliseconds between two looks. */
const EVERY = 250;
const RAIL = /\b(VDD_IN|POM_5V_IN|VDD_GPU_SOC|VDD_CPU_CV|VIN_SYS_5V0) (\d+)(?:mW)?\//g;
const BLOCK = 1 << 16;

/** `tegrastats` runs the program of that name; anything else is a file. Throws when there is no such file. */
export function meterOf(source: string, clock: () => number): Meter {
  return source === 'tegrastats' ? tegrastats(clock) : fileMeter(source, clock);
}

/** Watts of a line of tegrastats, or the last number of any other line; undefined where it has none. */
function wattsIn(line: string): number | undefined {
  const rails = new Map(
    [...line.matchAll(RAIL)].map(([, name, milliwatts]) => [name!, Number(milliwatts) / 1000]),
  );
  const whole = rails.get('VDD_IN') ?? rails.get('POM_5V_IN');
  if (whole !== undefined) return whole;
  if (rails.size > 0) return [...rails.values()].reduce((sum, watts) => sum + watts, 0);
  const [, number, unit] = /(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s*(mW|W)?["\s,;}\]]*$/i.exec(line) ?? [];
  if (number === undefined) return undefined;
  const watts = Number(number) * (unit?.toLowerCase() === 'mw' ? 1e-3 : 1);
  return Number.isFinite(watts) && watts >= 0 ? watts : undefined;
}

function tegrastats(clock: () => number): Meter {
  let readings: MeterReading[] = [];
  let fault: string | null = null;
  let rest = '';
  const child = spawn('tegrastats', ['--interval', String(EVERY)], { stdio: ['ignore', 'pipe', 'ignore'] });
  child.on('error', (error) => (fault = `tegrastats: ${reason(error)}`));
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop()!;
    for (const line of lines) {
      const watts = wattsIn(line);
      if (watts !== undefined) readings.push({ at: clock(), watts });
    }
  });
  return {
    get fault() {
      return fault;
    },
    take() {
      const taken = readings;
      readings = [];
      return taken;
    },
    close: () => void child.kill(),
  };
}

/** A file of the kernel's own (hwmon, powercap) holds microwatts and is read again and again; any other is read on as it grows. */
function fileMeter(path: string, clock: () => number): Meter {
  const ofKernel = /\/power\d+_(?:input|average)$/.test(path);
  const file = openSync(path, 'r');
  let place = fstatSync(file).size;
  let rest = '';
  let readings: MeterReading[] = [];
  let fault: string | null = null;
  const look = (): void => {
    try {
      if (ofKernel) {
        readings.push({ at: clock(), watts: Number(readFileSync(path, 'utf8')) / 1e6 });
        return;
      }
      const buffer = Buffer.alloc(BLOCK);
      for (let size = 1; size > 0; place += size) {
        size = readSync(file, buffer, 0, BLOCK, place);
        rest += buffer.toString('utf8', 0, size);
      }
      const lines = rest.split('\n');
      rest = lines.pop()!;
      for (const line of lines) {
        const watts = wattsIn(line);
        if (watts !== undefined) readings.push({ at: clock(), watts });
      }
    } catch (error) {
      fault = `${path}: ${reason(error)}`;
    }
  };
  const timer = setInterval(look, EVERY);
  return {
    get fault() {
      return fault;
    },
    take() {
      look();
      const taken = readings;
      readings = [];
      return taken;
    },
    close() {
      clearInterval(timer);
      closeSync(file);
    },
  };
}
