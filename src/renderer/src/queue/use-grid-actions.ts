import { useAction } from '../keys/index.ts';
import { useServices } from '../services.ts';

interface GridActions {
  readonly move: (index: number) => void;
  readonly open: () => void;
  /** Rows that a page key moves by. */
  readonly pageRows: number;
}

/** The keys of the table. */
export function useGridActions({ move, open, pageRows }: GridActions): void {
  const { queue } = useServices();
  const by = (rows: number) => () => move(queue.getState().selected.index + rows);
  useAction('queue.down', by(1));
  useAction('queue.up', by(-1));
  useAction('queue.pageDown', by(pageRows));
  useAction('queue.pageUp', by(-pageRows));
  useAction('queue.first', () => move(0));
  useAction('queue.last', () => move(Number.MAX_SAFE_INTEGER));
  useAction('queue.open', open);
}
