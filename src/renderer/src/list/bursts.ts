/**
 * Runs at once, and again after a pause for all that came meanwhile: a burst is two runs, and one that never ends must not
 * keep a list from moving.
 */
export function inBursts(run: () => void, pauseMs: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let more = false;
  return function came() {
    if (timer !== undefined) {
      more = true;
      return;
    }
    run();
    timer = setTimeout(() => {
      timer = undefined;
      if (!more) return;
      more = false;
      came();
    }, pauseMs);
  };
}
