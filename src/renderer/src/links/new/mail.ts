import type { Locale } from '../../../../shared/api/index.ts';
import type { CallInput } from '../../../../shared/ipc/index.ts';

interface Mailed {
  readonly expiresAt: string;
  /** Of the page; absent: the applicant's browser chooses, which nobody here knows. */
  readonly locale: Locale | undefined;
  readonly email: string | undefined;
}

/** For whoever writes the mail, so in the window's language: what the draft must not carry goes here. */
const placeForAddress = '[ paste the address here ]';

interface Words {
  readonly subject: string;
  readonly hello: string;
  readonly please: string;
  readonly until: (moment: string) => string;
}

const words = {
  en: {
    subject: 'Your verification',
    hello: 'Hello,',
    please: 'please open this page to give us what we need for your verification:',
    until: moment =>
      `It works until ${moment}. It is meant for you alone: please don’t pass it on, and please don’t send documents by mail.`,
  },
  de: {
    subject: 'Ihre Prüfung',
    hello: 'Guten Tag,',
    please: 'bitte öffnen Sie diese Seite und geben Sie dort an, was wir für Ihre Prüfung brauchen:',
    until: moment =>
      `Sie ist bis ${moment} erreichbar und nur für Sie bestimmt: Bitte geben Sie sie nicht weiter, und bitte senden Sie keine Dokumente per E-Mail.`,
  },
  fr: {
    subject: 'Votre vérification',
    hello: 'Bonjour,',
    please: 'veuillez ouvrir cette page pour nous donner ce qu’il nous faut pour votre vérification :',
    until: moment =>
      `Elle est accessible jusqu’au ${moment} et réservée à vous seul : ne la transmettez à personne et n’envoyez pas de documents par e-mail, s’il vous plaît.`,
  },
  es: {
    subject: 'Su verificación',
    hello: 'Buenos días:',
    please: 'Abra, por favor, esta página para darnos lo que necesitamos para su verificación:',
    until: moment =>
      `Funciona hasta el ${moment} y es solo para usted: no la comparta con nadie ni envíe documentos por correo electrónico.`,
  },
  ar: {
    subject: 'التحقق الخاص بك',
    hello: 'مرحبًا،',
    please: 'يرجى فتح هذه الصفحة لتقديم ما نحتاج إليه لإتمام التحقق:',
    until: moment =>
      `تعمل الصفحة حتى ${moment}، وهي مخصصة لك وحدك: يرجى عدم مشاركتها مع أحد وعدم إرسال المستندات بالبريد الإلكتروني.`,
  },
} as const satisfies Record<Locale, Words>;

/** With the offset of this workstation's zone: the applicant may live in another one. */
const momentIn = (locale: Locale, at: string): string =>
  new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'shortOffset',
  }).format(new Date(at));

/**
 * What the draft says, in the language of the page. It never asks for a document by mail: everything goes through the page.
 * It names nobody and leaves the address out: on its way to the mail program other programs can read it.
 */
export function mailDraft({ expiresAt, locale = 'en', email }: Mailed): CallInput<'links.mail'> {
  const { subject, hello, please, until } = words[locale];
  return {
    ...(email === undefined ? {} : { to: email }),
    subject,
    text: [hello, '', please, '', placeForAddress, '', until(momentIn(locale, expiresAt)), ''].join('\n'),
  };
}
