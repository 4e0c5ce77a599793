// What the page can do better with a script: checks while one types, answers that leave no trap behind for the browser's
// Back, uploads with progress, a camera button, the sum of the shares. Everything works without it, by the same forms; the
// server checks all of it again.
// @ts-check

/** The forms of answers, as the server wants them after it put them into one way of writing. */
const latin = (/** @type {string} */ text) =>
  text.replace(/[\u0660-\u0669\u06F0-\u06F9]/g, digit => String((digit.codePointAt(0) ?? 0) & 15));
const bare = (/** @type {string} */ text) => latin(text).replace(/[\u200E\u200F\u061C]/g, '');

/** @type {Readonly<Record<string, (text: string, control: Control) => boolean>>} */
const rules = {
  text: text => text.length <= 1000,
  date: text => /^\d{4}-\d\d-\d\d$/.test(text),
  email: text =>
    bare(text).length <= 254 &&
    /^[^\s@.,:;()<>[\]\\"]+(?:\.[^\s@.,:;()<>[\]\\"]+)*@(?:[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?\.)+(?!\d+$)[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])$/u.test(
      bare(text),
    ),
  phone: text =>
    /^\+[1-9]\d{5,14}$/.test(
      bare(text)
        .replace(/[\s().\-\u2010-\u2015/]/g, '')
        .replace(/^00/, '+'),
    ),
  url: text => /^(https?:\/\/)?[^\s/]+\.[^\s/.]+/.test(text),
  // Who directs the company may own nothing of it.
  percent: (text, control) => (shareOf(text) ?? -1) > (isDirector(control) ? -1 : 0),
};

/** A share in hundredths of a percent; undefined when it is none. @param {string} typed */
function shareOf(typed) {
  const text = bare(typed)
    .replace(/[\s%\u066A]/g, '')
    .replace(/[,\u066B]/, '.');
  if (!/^\d{1,3}(\.\d{1,2})?$/.test(text)) return undefined;
  const share = Math.round(Number(text) * 100);
  return share <= 10_000 ? share : undefined;
}

const isDirector = (/** @type {Control} */ control) =>
  control.closest('.owner')?.querySelector('[type="checkbox"]:checked') != null;

/** @typedef {HTMLInputElement | HTMLSelectElement} Control */

/** @param {Control} control */
function faultOf(control) {
  // What a browser could not read as a date comes as nothing.
  if (control instanceof HTMLInputElement && control.validity.badInput) return control.dataset.wrong ?? '';
  const empty =
    control instanceof HTMLInputElement && control.type === 'checkbox'
      ? !control.checked
      : control.value.trim() === '';
  if (empty) return control.required ? (control.dataset.required ?? '') : '';
  const fits = rules[control.dataset.rule ?? ''];
  return fits === undefined || fits(control.value.trim(), control) ? '' : (control.dataset.wrong ?? '');
}

/** @param {Control} control @param {string} message */
function say(control, message) {
  const line = control.isConnected && document.getElementById(`${control.id}-fault`);
  if (!line || line.textContent?.trim() === message) return;
  line.textContent = message;
  control.closest('.field')?.classList.toggle('wrong', message !== '');
  if (message === '') control.removeAttribute('aria-invalid');
  else control.setAttribute('aria-invalid', 'true');
}

/** @param {EventTarget | null} target @returns {Control | undefined} */
const controlOf = target =>
  (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) &&
  target.closest('form[data-check]') !== null &&
  target.type !== 'radio'
    ? target
    : undefined;

// A press that leaves a field is still going to hit what it is on: a line that comes above would move that away under it.
let isPressed = false;
/** @type {Set<Control>} */
const leftByPress = new Set();
function release() {
  isPressed = false;
  for (const control of leftByPress) say(control, faultOf(control));
  leftByPress.clear();
}
document.addEventListener('mousedown', () => void (isPressed = true));
// After the click, which follows at once.
for (const end of ['mouseup', 'dragend']) addEventListener(end, () => setTimeout(release));

// Nothing is called wrong before it was left; once it is, it is right again as soon as it fits.
document.addEventListener('change', event => {
  const control = controlOf(event.target);
  if (!control) return;
  leftByPress.add(control);
  // What is no share becomes one with the box of a director.
  const share =
    control.type === 'checkbox' && control.closest('.owner')?.querySelector('[data-rule="percent"]');
  if (share instanceof HTMLInputElement && share.value !== '') leftByPress.add(share);
  // One director is enough for all.
  if (control.type === 'checkbox' && control instanceof HTMLInputElement && control.checked)
    for (const other of control.form?.querySelectorAll('.owner [type="checkbox"]') ?? [])
      if (other instanceof HTMLInputElement) say(other, '');
  // Of a list that opened the browser may keep the end of the press for itself.
  if (!isPressed || control instanceof HTMLSelectElement) release();
});
// Of several that one is chosen of, whichever is right.
document.addEventListener('change', ({ target }) => {
  if (!(target instanceof HTMLInputElement) || target.type !== 'radio') return;
  const line = document.getElementById(`f-${target.name}-fault`);
  if (line) line.textContent = '';
  line?.closest('.field')?.classList.remove('wrong');
});
document.addEventListener('input', event => {
  const control = controlOf(event.target);
  if (control?.getAttribute('aria-invalid') === 'true') say(control, faultOf(control));
  addUp();
});

function addUp() {
  const output = document.querySelector('output[data-total]');
  const shown = output?.querySelector('b');
  if (!output || !shown) return;
  let total = 0;
  for (const input of document.querySelectorAll('input[data-rule="percent"]')) {
    if (input instanceof HTMLInputElement) total += shareOf(input.value) ?? 0;
  }
  const words = new Intl.NumberFormat(document.documentElement.lang, {
    style: 'percent',
    maximumFractionDigits: 2,
  });
  shown.textContent = words.format(total / 10_000);
  const isRight = Math.abs(total - 10_000) <= 1;
  output.classList.toggle('right', isRight);
  const fault = document.getElementById('f-total-fault');
  if (isRight && fault) fault.textContent = '';
  if (isRight) output.closest('.field')?.classList.remove('wrong');
}

/* Answers */

/** Names an answer of ours, so that we find why it failed. */
const referenceHeader = 'x-request-id';

/** Where an answer led to, or the page that came for it; undefined when nothing came, or not all of it. @param {string} address @param {URLSearchParams} body */
async function reach(address, body) {
  try {
    const response = await fetch(address, { method: 'POST', body });
    const { status } = response;
    const reference = response.headers.get(referenceHeader);
    if (response.redirected) return { leadsTo: response.url, status, reference, text: '' };
    return { leadsTo: undefined, status, reference, text: await response.text() };
  } catch {
    return undefined;
  }
}

/** A page of ours; undefined where something else answered. @param {string} text */
function ourPage(text) {
  const page = new DOMParser().parseFromString(text, 'text/html');
  const main = page.querySelector('main');
  return main?.id === 'main' && page.querySelector('header.top') ? { page, main } : undefined;
}

/** Whether we failed ourselves, which is said in place: the page that says so has nothing of what was typed or chosen. @param {number} status @param {string} text */
const isOurFailure = (status, text) => status >= 500 && ourPage(text) !== undefined;

/** What the page says of an answer that came to nothing, in its own language. @param {'lost' | 'failed'} what @param {string | null} reference */
const wordsOf = (what, reference = null) =>
  (document.querySelector('main')?.dataset[what] ?? '').replace('{reference}', reference ?? '–');

/** Says below the button why what it sent was not taken; what was typed is still there. False where there is none. @param {HTMLFormElement} form @param {string} message */
function keep(form, message) {
  const place = form.querySelector('.actions');
  if (!place) return false;
  form.removeAttribute('aria-busy');
  if (isLeft) return true;
  const line = document.createElement('p');
  line.className = 'fault';
  line.setAttribute('role', 'alert');
  line.textContent = message;
  place.after(line);
  // What was pressed may be elsewhere: a language, or one person more.
  line.scrollIntoView({ block: 'nearest' });
  return true;
}

/** Sends a form as the browser would, but for what it is answered with: that is no place for its Back to lead to, since a page that answers a form can only be had again by sending the form again. @param {HTMLFormElement} form @param {HTMLElement | null} button */
async function answer(form, button) {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') body.append(name, value);
  const pressed = button instanceof HTMLButtonElement ? button : undefined;
  if (pressed?.name) body.append(pressed.name, pressed.value);
  const address = pressed?.hasAttribute('formaction') ? pressed.formAction : form.action;
  const got = await reach(address, body);
  if (!got && keep(form, wordsOf('lost'))) return;
  if (!got) throw new Error('nobody was reached');
  if (isOurFailure(got.status, got.text) && keep(form, wordsOf('failed', got.reference))) return;
  if (got.leadsTo !== undefined) {
    // Another page, which has an address of its own. Where it does not come, or is stopped, the button works again.
    stopped = setTimeout(() => form.removeAttribute('aria-busy'), 10_000);
    return location.assign(got.leadsTo);
  }
  if (!show(got.text, location.href)) throw new Error('none of our pages');
  form.removeAttribute('aria-busy');
  if (pressed?.name !== 'add') return;
  const added = [...document.querySelectorAll('fieldset.owner')].at(-1);
  const first = added?.querySelector('input:not([type="hidden"])');
  if (first instanceof HTMLElement) first.focus();
}

/** What a page that is left had on its way counts no more; one that is come back to waits for nothing. */
let isLeft = false;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let stopped;
addEventListener('pagehide', () => void (isLeft = true));
addEventListener('pageshow', () => {
  isLeft = false;
  clearTimeout(stopped);
  for (const form of document.forms) form.removeAttribute('aria-busy');
});

document.addEventListener('submit', event => {
  const { target: form, submitter } = event;
  if (!(form instanceof HTMLFormElement) || form.method !== 'post' || 'upload' in form.dataset) return;
  if (form.dataset.native === 'yes') return;
  event.preventDefault();
  // Another page would cut off a file that is on its way.
  const sending = document.querySelector('.sending');
  if (sending instanceof HTMLElement) return sending.focus();
  // Once is enough: what is pressed again is on its way.
  if (form.getAttribute('aria-busy') === 'true') return;
  form.setAttribute('aria-busy', 'true');
  document.querySelector('.actions + .fault')?.remove();
  answer(form, submitter).catch(() => {
    if (isLeft) return;
    // Something between answered: the browser shows what.
    form.removeAttribute('aria-busy');
    form.dataset.native = 'yes';
    form.requestSubmit(submitter);
    delete form.dataset.native;
  });
});

/* Uploads */

const mostBytes = 50 * 1024 * 1024;

/** Puts the page that the server answered with in place of this one, and the focus where it belongs; false where the answer is none of ours. @param {string} text @param {string} address */
function show(text, address) {
  const ours = ourPage(text);
  if (!ours) return false;
  const { page: next, main } = ours;
  const [sending] = document.querySelectorAll('.sending');
  const before = sending?.getBoundingClientRect().top ?? 0;
  // A file that is still on its way stays at its place, with what shows how far it is.
  for (const box of document.querySelectorAll('.sending')) {
    const card = box.closest('section');
    if (card) next.getElementById(card.id)?.replaceWith(card);
  }
  // What stands around it differs, too: where nothing is left to do, no language is chosen and nothing is kept for later.
  for (const part of ['.skip', 'header', 'main', 'footer']) {
    const now = next.querySelector(part);
    if (now) document.querySelector(part)?.replaceWith(document.adoptNode(now));
  }
  document.documentElement.lang = next.documentElement.lang;
  document.documentElement.dir = next.documentElement.dir;
  document.title = next.title;
  history.replaceState(null, '', address);
  improve();
  const summary = main.querySelector('.summary');
  if (sending?.isConnected && !summary) {
    // Who waits for it, or is at the next one by now, stays there.
    scrollBy(0, sending.getBoundingClientRect().top - before);
    return true;
  }
  const { hash } = new URL(address);
  const focus = summary ?? (hash === '' ? main : document.getElementById(hash.slice(1)));
  if (focus instanceof HTMLElement) focus.focus();
  return true;
}

/** What is wrong with a file, where it was chosen; nothing takes back what was said before. @param {HTMLFormElement} form @param {string} message */
function tell(form, message) {
  const input = form.querySelector('input[type="file"]');
  const line = input && document.getElementById(`${input.id}-fault`);
  if (line) line.textContent = message;
  input?.closest('.field')?.classList.toggle('wrong', message !== '');
}

/** @param {HTMLFormElement} form @param {string} message */
function refuse(form, message) {
  form.parentElement?.querySelector('.sending')?.remove();
  // First of all: what is inert is not announced.
  form.inert = false;
  tell(form, message);
  // The focus was lost with what was inert; who is elsewhere by now stays there.
  const input = form.querySelector('input[type="file"]');
  if (document.activeElement === document.body && input instanceof HTMLElement)
    input.focus({ preventScroll: true });
}

/** What is wrong with a file whose place is gone by now, in view of whoever is elsewhere. @param {string} text */
function tellElsewhere(text) {
  // Where nothing is left to answer, nothing is lost by another page.
  if (document.forms.length === 0) return void show(text, location.href);
  const summary = ourPage(text)?.main.querySelector('.summary');
  if (!summary) return;
  summary.removeAttribute('autofocus');
  document.querySelector('h1')?.before(document.adoptNode(summary));
  summary.scrollIntoView({ block: 'nearest' });
}

/** Sends a file as the form would, and shows how far it is. @param {HTMLFormElement} form @param {File} file */
function send(form, file) {
  const { sending = '', tooLarge = '', tooLargeBetween = '', wrongType = '', failed = '' } = form.dataset;
  if (file.size > mostBytes) return refuse(form, tooLarge);
  const isStrange = file.type !== '' && !/^(image\/(jpeg|png|webp|tiff)|application\/pdf)$/.test(file.type);
  if (isStrange || file.size === 0) return refuse(form, wrongType);
  const body = new FormData(form);
  body.set('file', file, file.name);

  tell(form, '');
  const box = document.createElement('div');
  box.className = 'sending';
  box.tabIndex = -1;
  if (/^image\/(jpeg|png|webp)$/.test(file.type)) {
    const picture = document.createElement('img');
    picture.alt = '';
    picture.src = URL.createObjectURL(file);
    picture.addEventListener('load', () => URL.revokeObjectURL(picture.src));
    box.append(picture);
  }
  const words = document.createElement('p');
  words.setAttribute('role', 'status');
  words.textContent = `${sending} …`;
  const bar = document.createElement('progress');
  bar.max = 1;
  bar.setAttribute('aria-label', sending);
  box.append(words, bar);
  // Beside the form, for the same reason.
  form.after(box);
  form.inert = true;

  const percent = new Intl.NumberFormat(document.documentElement.lang, { style: 'percent' });
  const request = new XMLHttpRequest();
  request.open('POST', form.action);
  request.upload.addEventListener('progress', ({ loaded, total }) => {
    bar.value = loaded / total;
    words.textContent = `${sending} … ${percent.format(loaded / total)}`;
  });
  request.addEventListener('load', () => {
    // Somebody who is at another step by now is not taken back.
    if (!form.isConnected) return tellElsewhere(request.responseText);
    box.remove();
    if (isOurFailure(request.status, request.responseText))
      return refuse(form, wordsOf('failed', request.getResponseHeader(referenceHeader)));
    // The answer to a form is a page, as it was led to; what an address's fragment said is lost on the way.
    const card = form.closest('section')?.id;
    const isHere = request.status === 200 && new URL(request.responseURL).pathname.endsWith('/documents');
    const address = isHere && card !== undefined ? `${request.responseURL}#${card}` : request.responseURL;
    // Whatever stands between may answer in our place: a proxy that takes less, or that reaches nobody.
    if (!show(request.responseText, address)) refuse(form, request.status === 413 ? tooLargeBetween : failed);
  });
  for (const end of ['error', 'abort']) request.addEventListener(end, () => refuse(form, failed));
  request.send(body);
}

/** In place of a file input and its button: one button that sends what was chosen, and one for the camera. @param {HTMLFormElement} form */
function improveUpload(form) {
  const input = form.querySelector('input[type="file"]');
  const label = input && form.querySelector(`label[for="${input.id}"]`);
  if (!(input instanceof HTMLInputElement) || !label || form.querySelector('.choosers')) return;
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    // A browser tells nothing of a file that is chosen again while it is chosen: one that did not arrive could not be.
    input.value = '';
    if (file) send(form, file);
  });
  form.querySelector('button')?.closest('p')?.remove();
  const choosers = document.createElement('div');
  choosers.className = 'choosers';
  // A phone takes the photo itself; where there is no camera at hand, the attribute means nothing.
  if (matchMedia('(pointer: coarse)').matches) choosers.append(cameraButton(form));
  document.getElementById(`${input.id}-hint`)?.after(choosers);
  label.classList.add('secondary', 'chooser');
  choosers.append(input, label);
}

/** @param {HTMLFormElement} form */
function cameraButton(form) {
  const camera = document.createElement('button');
  camera.type = 'button';
  camera.className = 'secondary';
  camera.textContent = form.dataset.camera ?? '';
  camera.addEventListener('click', () => {
    const lens = document.createElement('input');
    lens.type = 'file';
    lens.accept = 'image/*';
    lens.hidden = true;
    lens.setAttribute('capture', form.dataset.facing ?? 'environment');
    lens.addEventListener('change', () => {
      const [file] = lens.files ?? [];
      lens.remove();
      if (file) send(form, file);
    });
    lens.addEventListener('cancel', () => lens.remove());
    // Some browsers tell nothing of an input that is in no document.
    document.body.append(lens);
    lens.click();
  });
  return camera;
}

function improve() {
  for (const form of document.querySelectorAll('form[data-upload]')) {
    if (form instanceof HTMLFormElement) improveUpload(form);
  }
  for (const time of document.querySelectorAll('time')) {
    time.textContent = moment(time);
  }
  addUp();
}

/** A moment as the server says it, in the zone that this device is set to, which the server does not know. @param {HTMLTimeElement} time */
function moment(time) {
  const words = new Intl.DateTimeFormat(time.lang, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  });
  return words.format(new Date(time.dateTime));
}

improve();

// Who only looks at a link (a scanner of mail, a preview) runs no script: this says that somebody has it before them. Lost,
// the first answer says it.
const { seen } = document.body.dataset;
if (seen !== undefined) fetch(seen, { method: 'POST', keepalive: true }).catch(() => undefined);

// To what is wrong, without a place of its own in the browser's history: Back leads to the step before.
document.addEventListener('click', event => {
  const link = event.target instanceof Element && event.target.closest('.summary a');
  const wrong = link instanceof HTMLAnchorElement && document.getElementById(link.hash.slice(1));
  if (!wrong) return;
  event.preventDefault();
  wrong.focus();
});

// One open menu is enough: it closes when one turns to something else.
document.addEventListener('click', event => {
  const menu = document.querySelector('details.languages[open]');
  if (menu && event.target instanceof Node && !menu.contains(event.target)) menu.removeAttribute('open');
});
document.addEventListener('keydown', event => {
  const menu = document.querySelector('details.languages[open]');
  if (menu && event.key === 'Escape') {
    menu.removeAttribute('open');
    menu.querySelector('summary')?.focus();
  }
});
