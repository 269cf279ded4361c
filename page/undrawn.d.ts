/** A file of a package without what no figure of the page needs of it; null where all of it is kept. */
export function drawn(path: string, code: string): string | null;
