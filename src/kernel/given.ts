/** A list without what is not there: an item behind `&&` is left out where its condition fails. */
export function given<Item>(items: readonly (Item | null | undefined | false | '')[]): Item[] {
  return items.filter(
    (item): item is Item => item !== null && item !== undefined && item !== false && item !== '',
  );
}
