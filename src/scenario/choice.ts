/** A field that chooses a plugin of one folder: by its name, or as `{ kind: name, ...options }`. */
import { z } from 'zod';
import type { Choice } from './scenario.ts';

/** A folder of plugins as its index exports it. */
export type Folder = Readonly<Record<string, { readonly help: string; readonly fields: z.ZodRawShape }>>;

interface ChoiceOptions {
  /** The default for `kind`. */
  readonly usual?: string;
  /** Additional fields of every plugin of the folder. */
  readonly common?: z.ZodRawShape;
  /** Additional fields of single plugins, by name. */
  readonly more?: Readonly<Record<string, z.ZodRawShape>>;
}

export function choice(folder: Folder, { usual, common, more }: ChoiceOptions = {}): z.ZodType<Choice> {
  const names = Object.keys(folder);
  const variants = names.map((name) => {
    const { help, fields } = folder[name]!;
    const kind = z.literal(name).describe(help);
    return z
      .strictObject({
        kind: name === usual ? kind.default(name) : kind,
        ...common,
        ...more?.[name],
        ...fields,
      })
      .describe(help);
  });
  const written = z.discriminatedUnion('kind', variants as [(typeof variants)[number]]);
  const named = z
    .enum(names)
    .meta({ enumDescriptions: names.map((name) => folder[name]!.help) })
    .transform((kind) => ({ kind }))
    .pipe(written as unknown as z.ZodType<unknown, { kind: string }>);
  const expects = `${names.join(', ')}; with options as { kind: name, ... }`;
  return z.union([named, written]).meta({ expects }) as unknown as z.ZodType<Choice>;
}
