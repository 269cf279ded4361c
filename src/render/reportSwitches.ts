/** The row of buttons that switches cells off in every figure and table. Hidden until a script runs that answers them. */
import { markup, type Html } from '../report/html.ts';
import type { ToggleAxis, Toggles } from '../report/toggles.ts';

/** Longer words than this may not be seen to their end on a button. */
const LONG = 30;

export function switches({ axes }: Toggles): Html {
  return markup`<div id="switches" role="group" aria-label="What figures and tables show" hidden>
    ${axes.map(group)}
    <span class="rest"><button type="button" class="back" hidden>Show all</button> <output></output></span>
  </div>
`;
}

function group({ name, path, values, colours }: ToggleAxis, axis: number): Html {
  return markup`<span role="group" aria-label="${path}"
      ><b title="${path}">${name}</b>
      ${values.map(
        (value, i) =>
          markup`<button type="button" aria-pressed="true" data-axis="${axis}" data-value="${i}"${value.length > LONG ? markup` title="${value}"` : null}${colours ? markup` data-colour="${colours[i] ?? ''}"` : null}>${value}</button> `,
      )}</span
    >
  `;
}
