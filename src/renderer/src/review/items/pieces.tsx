import { Fragment } from 'react';
import type { Piece } from './diff.ts';

/** A text with the parts that differ marked. An e-mail address that is too long breaks at its `@`. */
export function Pieces({ pieces }: { readonly pieces: readonly Piece[] }) {
  return pieces.map((piece, index) => {
    const text = <Breakable text={piece.text} />;
    return piece.changed ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>;
  });
}

function Breakable({ text }: { readonly text: string }) {
  return text.split(/(?<=@)/u).map((part, index) => (
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}
