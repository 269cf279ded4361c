export function missing(): string[];
export function findDeno(): string | null;
export function surroundings(): { readonly folder: string; readonly env: NodeJS.ProcessEnv };
