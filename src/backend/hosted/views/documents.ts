import type { DocumentType } from '../../../shared/domain/index.ts';
import type { AskedDocument } from '../asked.ts';
import { html, type Child, type Markup } from '../html.ts';
import { idOf, type Form } from '../form.ts';
import { wordsIn, type Words } from '../words/index.ts';
import { documentName, isPhotoId } from '../words/labels.ts';
import { icon } from './icons.ts';
import { faultLine, faultOf } from './inputs.ts';
import { nextButton, stepPage, type StepView } from './step.ts';
import { whyBox } from './why.ts';

const accepted = 'image/jpeg,image/png,image/webp,image/tiff,application/pdf';

/** Says that a file is meant, though it was sent before. */
export const meantName = 'same';

const sideWord = (words: Words, { side }: Pick<AskedDocument, 'side'>): string =>
  side === undefined ? '' : ` (${words.documents[side]})`;

/** Which of several: a fraction is read in every language. */
const personWord = ({ person }: Pick<AskedDocument, 'person'>): string =>
  person === undefined ? '' : ` ${person[0]}/${person[1]}`;

/** What a document is called on the page. */
export const documentLabel = (
  words: Words,
  asked: Pick<AskedDocument, 'types' | 'label' | 'side' | 'person'>,
): string => `${documentName(words, asked)}${sideWord(words, asked)}${personWord(asked)}`;

/** What serves as a document of these types, where that is not plain. */
export function kindHint(words: Words, types: readonly DocumentType[]): string | undefined {
  const [type = 'other'] = types;
  return isPhotoId(types) ? words.documents.hints.photoId : words.documents.hints[type];
}

function hintOf(words: Words, { types, required, side }: AskedDocument): string | undefined {
  if (!required && types[0] === 'other') return words.documents.hints.shows;
  return side === 'back' && !isPhotoId(types) ? words.documents.hints.back : kindHint(words, types);
}

/** What the upload says of the file beside it: the part `meta` of the API's own upload. */
const metaOf = (asked: AskedDocument, type: DocumentType): string =>
  JSON.stringify({
    type,
    ...(asked.side === undefined ? {} : { side: asked.side }),
    ...(asked.replaces === undefined ? {} : { replaces: asked.replaces }),
  });

function kindInput(words: Words, asked: AskedDocument, id: string): Markup {
  const [first = 'other'] = asked.types;
  if (asked.types.length < 2)
    return html`<input type="hidden" name="meta" value="${metaOf(asked, first)}" />`;
  const now = asked.given?.type ?? asked.preferred ?? first;
  return html`<div class="field">
    <label for="${id}-kind">${words.documents.kind}</label>
    <select id="${id}-kind" name="meta">
      ${asked.types.map(
        type =>
          html`<option value="${metaOf(asked, type)}" ${type === now ? html`selected` : ''}>
            ${words.documents.types[type]}
          </option>`,
      )}
    </select>
  </div>`;
}

const megabytes = (locale: string, bytes: number): string =>
  bytes < 1e6
    ? new Intl.NumberFormat(locale, { style: 'unit', unit: 'kilobyte' }).format(
        Math.max(1, Math.round(bytes / 1e3)),
      )
    : new Intl.NumberFormat(locale, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 }).format(
        bytes / 1e6,
      );

function card(view: StepView, form: Form, asked: AskedDocument): Markup {
  const { locale } = view.speech;
  const words = wordsIn[locale];
  const id = idOf(asked.id);
  const fault = faultOf(form, asked.id);
  const hint = hintOf(words, asked);
  const texts = words.documents;
  const upload = html`<form
    method="post"
    action="${view.base}/documents?card=${asked.id}${form.values.get(meantName) === asked.id && `&${meantName}=yes`}"
    enctype="multipart/form-data"
    data-upload
    data-sending="${texts.sending}"
    data-camera="${texts.camera}"
    data-facing="${asked.types[0] === 'selfie' ? 'user' : 'environment'}"
    data-too-large="${texts.faultSize}"
    data-too-large-between="${texts.faultSizeBetween}"
    data-wrong-type="${texts.faultType}"
    data-failed="${texts.faultSending}"
  >
    ${kindInput(words, asked, id)}
    <div class="field ${fault === undefined ? '' : 'wrong'}">
      <label for="${id}">${texts.file}</label>
      <p class="hint" id="${id}-hint">${texts.formats}</p>
      <input
        id="${id}"
        type="file"
        name="file"
        accept="${accepted}"
        ${asked.required ? html`required` : ''}
        aria-describedby="${id}-hint ${id}-fault"
        ${fault === undefined ? '' : html`aria-invalid="true"`}
      />
      ${faultLine(id, fault)}
    </div>
    <p><button class="secondary">${texts.send}</button></p>
  </form>`;
  const isOpen = asked.given === undefined || fault !== undefined;
  return html`<section
    class="group document ${asked.given ? 'given' : ''}"
    id="card-${asked.id}"
    tabindex="-1"
  >
    <h2>
      ${documentLabel(words, asked)}${asked.required ? '' : html` <span class="optional">(${words.optional})</span>`}
    </h2>
    ${
      asked.given
        ? html`<p class="received">
            ${icon('check')}<span
              ><b>${texts.received}${words.colon}</b> ${
                asked.types.length > 1 && html`${words.documents.types[asked.given.type]} · `
              }<bdi>${asked.given.filename}</bdi> · <bdi>${megabytes(locale, asked.given.size)}</bdi></span
            >
          </p>`
        : html`${whyBox(words, asked.why)} ${hint && html`<p>${hint}</p>`}`
    }
    ${
      isOpen
        ? upload
        : html`<details>
            <summary>
              ${texts.replace}<span class="hidden">${words.colon} ${documentLabel(words, asked)}</span>
            </summary>
            ${upload}
          </details>`
    }
  </section>`;
}

export function documentsPage(view: StepView, form: Form): string {
  const words = wordsIn[view.speech.locale];
  const { asked } = view.visit;
  const all = asked.documents.every(({ answered }) => answered);
  const goOn: Child =
    (asked.kind === 'all' || all) &&
    html`<form method="post" action="${view.base}/documents">${nextButton(view, 'documents')}</form>`;
  return stepPage(view, {
    step: 'documents',
    lead: words.documents.lead,
    faults: form.faults,
    body: html`${asked.documents.map(one => card(view, form, one))} ${goOn}`,
  });
}
