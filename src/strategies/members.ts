import type { Fleet } from '../model.ts';

/** The devices of each group, in their order. A group may be empty: an entry of the fleet with `count: 0`. */
export function membersOf({ size, group }: Pick<Fleet, 'size' | 'group'>): Int32Array[] {
  const members: number[][] = [];
  for (let i = 0; i < size; i++) {
    while (members.length <= group[i]!) members.push([]);
    members[group[i]!]!.push(i);
  }
  return members.map((all) => Int32Array.from(all));
}
