import type { ComponentChildren } from 'preact';

/** Controls that belong together. */
export function Group({
  heading,
  children,
}: {
  readonly heading: string;
  readonly children: ComponentChildren;
}) {
  return (
    <fieldset>
      <legend>{heading}</legend>
      {children}
    </fieldset>
  );
}
