/** Whether controls and figures are stacked, as in the style sheet. */
export const isNarrow = (): boolean => matchMedia('(max-width: 959px)').matches;
