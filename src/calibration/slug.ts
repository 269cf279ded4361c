/** The model behind a name as servers and hubs have it, `qwen/Qwen2.5-3B`; empty where nothing names one. */
export function modelSlug(name: unknown): string {
  return typeof name === 'string' ? slug(name.split('/').at(-1)!.replace(/\.gguf$/i, '')) : '';
}

/** A name as profiles have them: lower case, words joined by hyphens. */
export function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9._]+/g, '-')
    .replace(/^-+|-+$/g, '');
}
