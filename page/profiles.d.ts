import type { Profile } from '../src/catalog/profile.ts';

export function firstParts(profiles: readonly Profile[]): unknown;
export function restOf(profiles: readonly Profile[]): unknown;
export function begun(first: unknown): Profile[];
export function completed(profiles: readonly Profile[], rest: unknown): Profile[];
