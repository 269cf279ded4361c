/** The worker that computes everything: it reads scenarios, runs them, and returns pictures. */
import './jitless.ts';
import { messageOf } from '../executors/message.ts';
import { summaryOf } from '../store/runFiles.ts';
import { isCrew } from './crew.ts';
import { Laboratory } from './laboratory.ts';
import { pictureOfSummary } from './picture.ts';
import { tellForbidden } from './policy.ts';
import type { LabRequest, Tell } from './protocol.ts';

interface Scope {
  postMessage(message: Tell): void;
  addEventListener(kind: 'message', heard: (event: { readonly data: LabRequest }) => void): void;
}

const scope = globalThis as unknown as Scope;

function begin(): void {
  let isReady = false;
  const warm = async (): Promise<void> => {
    if (isReady) return;
    isReady = true;
    const { ready } = await import('./reader.ts');
    scope.postMessage(ready());
  };
  const tell = (message: Tell): void => scope.postMessage(message);
  const laboratory = new Laboratory(tell);
  scope.addEventListener('message', ({ data }) => {
    if (data.kind === 'warm') void warm();
    else if (data.kind === 'schema')
      void import('../scenario/schema.ts').then(({ schema }) =>
        tell({ kind: 'schema', id: data.id, schema: schema() }),
      );
    else if (data.kind === 'summary') {
      try {
        tell({ kind: 'picture', id: data.id, picture: pictureOfSummary(summaryOf(data.text)) });
      } catch (error) {
        tell({ kind: 'failed', id: data.id, message: messageOf(error) });
      }
    } else void laboratory.hear(data);
  });
}

tellForbidden();
if (!isCrew(globalThis)) begin();
