/** The scenario that is piped in, as in `edgewise run -`: its name in messages, and a file on the systems that have one there. */
export const PIPED = '/dev/stdin';
