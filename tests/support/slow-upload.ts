import { createConnection } from 'node:net';

/** A file on its way to the page of a link: its beginning was sent, and nothing more comes. */
export interface SlowUpload {
  readonly drop: () => void;
}

/** Begins to send a file of `size` bytes, `sent` of which are sent. */
export function beginUpload(
  url: string,
  { size, sent }: { readonly size: number; readonly sent: number },
): SlowUpload {
  const { hostname, port, host, pathname } = new URL(url);
  const socket = createConnection({ port: Number(port), host: hostname });
  // Who is refused and sends on is told so by the system; what came of it is looked at elsewhere.
  socket.on('error', () => undefined);
  const meta = '--b\r\ncontent-disposition: form-data; name="meta"\r\n\r\n{"type":"selfie"}\r\n';
  const file = '--b\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\n\r\n';
  socket.write(
    [
      `POST ${pathname}/documents?card=selfie HTTP/1.1`,
      `host: ${host}`,
      'content-type: multipart/form-data; boundary=b',
      `content-length: ${size}`,
      '',
      `${meta}${file}`,
    ].join('\r\n'),
  );
  socket.write(Buffer.alloc(sent, 'x'));
  return { drop: () => socket.destroy() };
}
