/** Where controls and figures are not beside each other, as the style sheet has it. */
export const isNarrow = (): boolean => matchMedia('(max-width: 959px)').matches;
