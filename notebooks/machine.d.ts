/** Debian's packages, for opening notebooks and for running them without a window. */
export const PACKAGES: string;
export function findDeno(): string | null;
export function has(command: string, ...args: string[]): boolean;
/** What has to be installed before Jupyter can do these, in words. */
export function missing(...commands: string[]): string[];
export function surroundings(): { readonly folder: string; readonly env: NodeJS.ProcessEnv };
