import type { CallInput } from '../../../../shared/ipc/index.ts';
import { fullMoment } from '../../ui/index.ts';

interface Mailed {
  readonly url: string;
  readonly expiresAt: string;
  readonly name: string | undefined;
  readonly email: string | undefined;
}

/** What the draft says. It never asks for a document by mail: everything goes through the page. */
export const mailDraft = ({ url, expiresAt, name, email }: Mailed): CallInput<'links.mail'> => ({
  ...(email === undefined ? {} : { to: email }),
  subject: 'Your verification',
  text: [
    name === undefined ? 'Hello,' : `Hello ${name},`,
    '',
    'please open this page to give us what we need for your verification:',
    '',
    url,
    '',
    `It works until ${fullMoment(expiresAt)}. It is meant for you alone: please don’t pass it on, and please don’t send documents by mail.`,
    '',
  ].join('\n'),
});
