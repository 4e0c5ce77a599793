import { useEffect, useState } from 'react';
import type { DocumentLibrary, Opened } from '../library.ts';

/** A document of the library as it opens: undefined while it is on its way. Opens it again when it went stale. */
export function useOpened(library: DocumentLibrary, documentId: string | undefined): Opened | undefined {
  const [state, setState] = useState<{ readonly documentId: string; readonly opened: Opened }>();
  const [round, setRound] = useState(0);

  useEffect(
    () =>
      library.onStale(which => {
        if (which === null || which === documentId) {
          setState(undefined);
          setRound(count => count + 1);
        }
      }),
    [library, documentId],
  );

  useEffect(() => {
    if (documentId === undefined) return;
    let left = false;
    const release = library.hold(documentId);
    void library.open(documentId).then(opened => {
      if (!left) setState({ documentId, opened });
    });
    return () => {
      left = true;
      release();
    };
  }, [library, documentId, round]);

  if (documentId === undefined) return undefined;
  return state?.documentId === documentId ? state.opened : library.peek(documentId);
}
