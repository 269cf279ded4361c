/** An error message for regions of different length. */
export interface RegionLength {
  readonly name: string;
  readonly seconds: number;
}

/** `why`: what requires equal lengths. */
export function unlikeLengths(pair: readonly [RegionLength, RegionLength], why: string): string {
  const [short, long] = pair[0].seconds < pair[1].seconds ? pair : [pair[1], pair[0]];
  return `${why} equally long, and here it would be ${long.seconds} s in ${long.name} and ${short.seconds} s in ${short.name}, as long as its log: set duration to a time within the shortest log`;
}
