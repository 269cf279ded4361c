export interface Entry {
  readonly scenario: string;
  /** Where its picture is kept, from docs/. */
  readonly kept: string;
  /** The file that becomes it, from where the commands are typed. */
  readonly picture: string;
  readonly commands: readonly string[];
}

/** The entries of docs/gallery.md, in its order. */
export function entriesOf(text: string): Entry[];
/** What is behind the address of the live page when it opens that scenario. */
export function liveAddress(scenario: string): string;
