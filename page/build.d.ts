/** Builds the page into a folder, `dist/page` when nothing is said; returns the folder. */
export function buildPage(to?: string): Promise<string>;
