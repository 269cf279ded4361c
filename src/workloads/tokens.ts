/** A length is a whole number of tokens, at least 1. */
export const tokens = (length: number): number => (length < 1.5 ? 1 : Math.round(length));
