import { DEVICE_DOWN, type Run } from '../model.ts';

/** What a machine that went down held goes back to the desk, in the order in which it came there. */
export function handBack({ requests, desk }: Pick<Run, 'requests' | 'desk'>, held: number[]): void {
  const { admitted, number } = requests;
  held.sort((one, other) => admitted[one]! - admitted[other]! || number[one]! - number[other]!);
  for (const id of held) desk.returned(id, DEVICE_DOWN);
}
