/** Retries requests to a server: short interruptions are waited for, long ones are an error. */
import { StoreError } from '../store/storeError.ts';
import type { QueueAddress } from './address.ts';
import { reasonOf, ServerRefusal } from './refused.ts';

/** Milliseconds before the next try: the first and the longest wait. */
const SOON = 100;
const LATE = 2000;
/** Milliseconds before the interruption is reported. */
const SAID = 3000;

export class Lasting {
  readonly #address: Pick<QueueAddress, 'shown' | 'wait' | 'lock'>;
  readonly #note: (text: string) => void;

  constructor(address: Pick<QueueAddress, 'shown' | 'wait' | 'lock'>, note: (text: string) => void) {
    this.#address = address;
    this.#note = note;
  }

  /** The result; undefined when aborted. Throws an error of one line when it took too long. */
  async of<Result>(ask: () => Promise<Result>, signal?: AbortSignal): Promise<Result | undefined> {
    const { shown, wait, lock } = this.#address;
    const began = performance.now();
    const limit = wait * 1000;
    const said = Math.min(SAID, limit / 2, lock * 1000);
    let told = false;
    let why = 'it does not answer';
    for (let pause = SOON; ; pause = Math.min(2 * pause, LATE)) {
      const left = limit - (performance.now() - began);
      // A try is abandoned when it is time to report, or time is up; then it is repeated.
      const answer = await answered(ask(), told ? left : Math.min(left, said), signal);
      if (answer.kind === 'stopped') return undefined;
      if (answer.kind === 'answer') {
        if (told) this.#note(`${shown}: answers again`);
        return answer.value;
      }
      if (answer.kind === 'error') {
        if (answer.error instanceof ServerRefusal && answer.error.lasting)
          throw this.#fault(answer.error.message);
        why = reasonOf(answer.error);
      }
      const passed = performance.now() - began;
      if (passed >= limit) throw this.#fault(why);
      if (!told && passed >= said) {
        told = true;
        this.#note(`${shown}: ${why}; trying again for ${Math.ceil((limit - passed) / 1000)} s`);
      }
      if (answer.kind === 'error') await answered(never(), Math.min(pause, limit - passed), signal);
    }
  }

  #fault(why: string): StoreError {
    return new StoreError(
      `${this.#address.shown}: was waited for ${+this.#address.wait.toPrecision(3)} s in vain: ${why}; what came back is kept where the command keeps its results, and the same command goes on from there`,
    );
  }
}

type Answered<Value> =
  | { readonly kind: 'answer'; readonly value: Value }
  | { readonly kind: 'error'; readonly error: unknown }
  | { readonly kind: 'silence' }
  | { readonly kind: 'stopped' };

const never = (): Promise<never> => new Promise(() => undefined);

/** The first of them to finish. */
function answered<Value>(
  answer: Promise<Value>,
  milliseconds: number,
  signal: AbortSignal | undefined,
): Promise<Answered<Value>> {
  return new Promise((resolve) => {
    const end = (how: Answered<Value>): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      resolve(how);
    };
    const stop = (): void => end({ kind: 'stopped' });
    const timer = setTimeout(() => end({ kind: 'silence' }), Math.max(0, milliseconds));
    if (signal?.aborted) end({ kind: 'stopped' });
    signal?.addEventListener('abort', stop);
    answer.then(
      (value) => end({ kind: 'answer', value }),
      (error: unknown) => end({ kind: 'error', error }),
    );
  });
}
