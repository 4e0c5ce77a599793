import type { Piece } from './diff.ts';

/** A text with the parts that differ marked. */
export function Pieces({ pieces }: { readonly pieces: readonly Piece[] }) {
  return pieces.map((piece, index) =>
    piece.changed ? <mark key={index}>{piece.text}</mark> : <span key={index}>{piece.text}</span>,
  );
}
