import { DEVICE_DOWN, type Run } from '../model.ts';

/** Returns the requests of a machine that went down to the desk, in the order in which it accepted them. */
export function handBack({ requests, desk }: Pick<Run, 'requests' | 'desk'>, held: number[]): void {
  const { admitted, number } = requests;
  held.sort((one, other) => admitted[one]! - admitted[other]! || number[one]! - number[other]!);
  for (const id of held) desk.returned(id, DEVICE_DOWN);
}
