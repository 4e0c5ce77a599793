import { Fragment } from 'react';
import type { Piece } from './diff.ts';

/** A text with the parts that differ marked. An e-mail address that is too long breaks between its parts. */
export function Pieces({ pieces }: { readonly pieces: readonly Piece[] }) {
  return pieces.map((piece, index) => {
    const text = <Breakable text={piece.text} />;
    return piece.changed ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>;
  });
}

function Breakable({ text }: { readonly text: string }) {
  const parts = text.includes('@') ? text.split(/(?<=[._+-])|(?=@)/u) : [text];
  return parts.map((part, index) => (
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}
