/** The row of the decision that is looked at, while it is drawn. */
export const selectedRow = (): HTMLElement | null =>
  document.querySelector<HTMLElement>('nav[data-outbox] button[aria-current="true"]');

/** Once what was just changed is drawn: the focus goes with the choice, which a screen reader then says. */
export const focusSelectedRow = (): void => {
  requestAnimationFrame(() => selectedRow()?.focus());
};
