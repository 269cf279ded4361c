/** Builds the documentation into a folder, `dist/page/docs` when nothing is said; returns the folder. */
export function buildSite(to?: string): Promise<string>;
