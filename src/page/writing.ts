/** The reader's text, and changes that the worker is applying to it. */
import type { Plain } from '../scenario/scenario.ts';
import type { Knowledge } from './knowledge.ts';
import type { Edit, Wish } from './protocol.ts';

export class Writing {
  readonly #known: Knowledge;
  #pending: readonly Edit[] = [];
  readonly #sent = new Map<number, { readonly edits: readonly Edit[]; readonly version: number }>();
  /** Version of manual edits: an answer to an older version is ignored. */
  #version = 0;
  #gesture = 0;
  #of = '';
  #isSure = false;

  constructor(known: Knowledge) {
    this.#known = known;
  }

  /** Whether there are changes not yet in the text. */
  get isPending(): boolean {
    return this.#pending.length > 0;
  }

  /** The request for a run, with its number. */
  wish(id: number): Wish {
    const edits = this.#pending;
    this.#sent.set(id, { edits, version: this.#version });
    const { text, files, dragging } = this.#known;
    return {
      text: text.value,
      edits,
      files: files.value,
      gesture: this.#gesture,
      sure: this.#isSure,
      isDragged: dragging.value,
    };
  }

  /** A scenario for one of the questions, to be run as it is. */
  question(text: string): Wish {
    const { files } = this.#known;
    return { text, edits: [], files: files.value, gesture: this.#gesture, sure: true, isDragged: false };
  }

  isOwn(id: number): boolean {
    return this.#sent.has(id);
  }

  /** The text after the changes of that request. */
  read(id: number, text: string): void {
    const one = this.#sent.get(id);
    for (const old of this.#sent.keys()) if (old <= id) this.#sent.delete(old);
    if (one?.version !== this.#version) return;
    this.#pending = this.#pending.filter((edit) => !one.edits.includes(edit));
    const { drafts, text: known } = this.#known;
    known.value = text;
    drafts.value = Object.fromEntries(
      Object.entries(drafts.value).filter(([path]) => this.#pending.some((edit) => edit[0] === path)),
    );
  }

  begin(what: string, fresh: boolean): void {
    if (what === this.#of && !fresh) return;
    this.#of = what;
    this.#gesture++;
    const { ghost, picture } = this.#known;
    ghost.value = picture.value;
  }

  change(edits: readonly Edit[]): void {
    this.#isSure = false;
    this.#pending = [...this.#pending.filter(([path]) => !edits.some((one) => one[0] === path)), ...edits];
    const more = edits.flatMap(([path, value]): [string, Plain][] =>
      value === undefined ? [] : [[path, value]],
    );
    const { drafts } = this.#known;
    drafts.value = { ...drafts.value, ...Object.fromEntries(more) };
  }

  write(text: string, name: string | undefined): void {
    this.#version++;
    this.#isSure = false;
    this.#pending = [];
    const known = this.#known;
    known.drafts.value = {};
    known.text.value = text;
    if (name === undefined) return;
    known.name.value = name;
    known.ghost.value = null;
    known.load.value = null;
    this.#gesture++;
  }

  sure(): void {
    this.#isSure = true;
    this.#known.costly.value = null;
  }
}
