/** The model in a name as used by servers and hubs, such as `qwen/Qwen2.5-3B`; empty without a name. */
export function modelSlug(name: unknown): string {
  return typeof name === 'string'
    ? slug(
        name
          .split('/')
          .at(-1)!
          .replace(/\.gguf$/i, ''),
      )
    : '';
}

/** A name as in profiles: lower case, words joined by hyphens. */
export function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9._]+/g, '-')
    .replace(/^-+|-+$/g, '');
}
