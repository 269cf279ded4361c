/** Applies messages of the laboratory to the state of the page. */
import type { Knowledge } from './knowledge.ts';
import type { Tell } from './protocol.ts';
import type { Writing } from './writing.ts';

/** Whether no further message changes what is shown. */
const isLast = (tell: Tell): boolean =>
  ['wrong', 'costly', 'failed'].includes(tell.kind) || (tell.kind === 'picture' && tell.picture.last);

/** `newest` is the number of the last request: the page waits for that one. */
export function hear(known: Knowledge, writing: Writing, tell: Tell, newest: number): void {
  if ('id' in tell && tell.id === newest && isLast(tell)) known.busy.value = writing.isPending;
  switch (tell.kind) {
    case 'ready':
      known.ready.value = tell;
      break;
    case 'read':
      read(known, writing, tell);
      break;
    case 'wrong':
      if (writing.isOwn(tell.id)) writing.read(tell.id, tell.text);
      known.mistakes.value = tell.mistakes;
      failed(known, tell.mistakes[0]!.message);
      break;
    case 'costly':
      known.costly.value = tell.requests;
      break;
    case 'picture':
      known.picture.value = tell.picture;
      break;
    case 'failed':
      known.said.value = tell.message;
      if (tell.isUnrun) known.picture.value = known.ghost.value = null;
      failed(known, tell.message);
      break;
    case 'progress':
      known.answer.value = { progress: tell.words, told: null, failed: '' };
      break;
    case 'capacity':
    case 'plan':
      known.answer.value = { progress: '', told: tell, failed: '' };
      break;
    default:
  }
}

function read(known: Knowledge, writing: Writing, tell: Extract<Tell, { kind: 'read' }>): void {
  if (!writing.isOwn(tell.id)) return;
  writing.read(tell.id, tell.text);
  known.model.value = same(known.model.value, tell.model);
  if (known.mistakes.value.length > 0) known.mistakes.value = [];
  known.said.value = tell.refused ?? '';
  known.costly.value = null;
}

function failed({ answer }: Knowledge, message: string): void {
  if (answer.value) answer.value = { ...answer.value, failed: message };
}

/** The new value, reusing equal parts of the old one, so that these are not redrawn. */
export function same<Value>(old: unknown, now: Value): Value {
  if (old === now) return now;
  if (typeof old !== 'object' || typeof now !== 'object' || old === null || now === null) return now;
  const before = old as Readonly<Record<string, unknown>>;
  const entries = Object.entries(now).map(([key, part]) => [key, same(before[key], part)] as const);
  const isSame =
    entries.length === Object.keys(before).length && entries.every(([key, part]) => before[key] === part);
  if (isSame) return old as Value;
  return (Array.isArray(now) ? entries.map(([, part]) => part) : Object.fromEntries(entries)) as Value;
}
