/** A page of a hand-made PDF: its drawing commands, and a JPEG that they may name `/I`. */
export interface PdfPage {
  readonly content: string;
  readonly picture?: { readonly jpeg: Uint8Array; readonly width: number; readonly height: number };
}

/** A PDF of pages of 600 × 400 points on which `/F` is Helvetica: what programs and scanners write, and forgers. */
export function pdfOf(pages: readonly PdfPage[]): Buffer<ArrayBuffer> {
  const parts: Buffer[] = [Buffer.from('%PDF-1.4\n')];
  const places: number[] = [];
  const add = (body: string, stream?: Uint8Array): number => {
    places.push(parts.reduce((sum, { length }) => sum + length, 0));
    parts.push(Buffer.from(`${places.length} 0 obj\n${body}\n`));
    if (stream) parts.push(Buffer.from('stream\n'), Buffer.from(stream), Buffer.from('\nendstream\n'));
    parts.push(Buffer.from('endobj\n'));
    return places.length;
  };
  const font = add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>');
  const contents = new Map<string, number>();
  // The list of pages is the object after all of theirs.
  const drawings = new Set(pages.map(({ content }) => content)).size;
  const pictures = pages.filter(({ picture }) => picture).length;
  const list = 1 + pages.length + drawings + pictures + 1;
  const kids = pages.map(({ content, picture }) => {
    const image =
      picture &&
      add(
        `<< /Type /XObject /Subtype /Image /Width ${picture.width} /Height ${picture.height} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode /Length ${picture.jpeg.length} >>`,
        picture.jpeg,
      );
    const bytes = Buffer.from(content, 'latin1');
    const stream = contents.get(content) ?? add(`<< /Length ${bytes.length} >>`, bytes);
    contents.set(content, stream);
    const images = image === undefined ? '' : `/XObject << /I ${image} 0 R >>`;
    return add(
      `<< /Type /Page /Parent ${list} 0 R /MediaBox [0 0 600 400] /Contents ${stream} 0 R /Resources << /Font << /F ${font} 0 R >> ${images} >> >>`,
    );
  });
  const root = add(
    `<< /Type /Pages /Kids [${kids.map(kid => `${kid} 0 R`).join(' ')}] /Count ${kids.length} >>`,
  );
  if (root !== list) throw new Error('the pages name another object as their parent');
  const catalog = add(`<< /Type /Catalog /Pages ${root} 0 R >>`);
  const start = parts.reduce((sum, { length }) => sum + length, 0);
  const table = places.map(place => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  const end = `xref\n0 ${places.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${places.length + 1} /Root ${catalog} 0 R >>\nstartxref\n${start}\n%%EOF`;
  return Buffer.concat([...parts, Buffer.from(end)]);
}
