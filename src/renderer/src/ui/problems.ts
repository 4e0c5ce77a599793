import type { IpcProblem } from '../../../shared/ipc/index.ts';
import { assertNever } from '../../../shared/result.ts';
import { inWords } from './duration.ts';

export interface ProblemWords {
  /** What happened, in one short line. */
  readonly title: string;
  /** What it means for decided work, and what to do. */
  readonly text: string;
}

const kept = 'Everything you have decided is safe in the journal on this device.';
const items = (problem: IpcProblem): number => problem.items?.length ?? 0;
const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;
const wait = (problem: IpcProblem): string =>
  problem.waitMs ? ` Try again in ${inWords(problem.waitMs)}.` : ' Try again in a moment.';

/** The sentences for every expected failure: what happened, that nothing decided is lost where that is so, what to do. */
export function problemWords(problem: IpcProblem): ProblemWords {
  switch (problem.kind) {
    case 'invalid_input':
      return {
        title: 'Something in this form is not in order',
        text: problem.detail
          ? `${problem.detail}. Correct it and try again.`
          : 'Check what you entered and try again.',
      };
    case 'not_allowed':
      return {
        title: 'Your role may not do this',
        text: 'Ask a supervisor or your administrator. Nothing was changed.',
      };
    case 'wrong_phase':
      return {
        title: 'The workstation is not ready for this',
        text: 'It was locked or is still starting. Unlock it and try again; nothing was changed.',
      };
    case 'not_found':
      return {
        title: 'This is no longer on this workstation',
        text: 'The case may have been closed or handed to another team. Sync, or go back to the queue.',
      };
    case 'wrong_passphrase':
      return {
        title: 'That passphrase is not right',
        text: 'Check Caps Lock and the keyboard layout. Each wrong try makes the next wait longer.',
      };
    case 'weak_passphrase':
      return {
        title: 'This passphrase is too easy to guess',
        text: 'Use at least 12 characters; four unrelated words work well.',
      };
    case 'keychain_missing':
      return {
        title: 'The system keychain is not there',
        text: 'Half of the key to your vault is kept in it. On Linux, start a Secret Service (GNOME Keyring or KWallet), then try again. Your data is still here, sealed.',
      };
    case 'keychain_locked':
      return {
        title: 'The system keychain is locked',
        text: 'Unlock it in your system’s settings or sign in to the desktop again, then try again. Your data is still here, sealed.',
      };
    case 'keychain_changed':
      return {
        title: 'The key in the system keychain is not the one this vault was made with',
        text: 'It was replaced or deleted, for example by a new system profile. Restore the keychain from a backup, or ask your administrator to recover the vault. Don’t delete the profile: decisions that were not sent are in it.',
      };
    case 'vault_damaged':
      return {
        title: 'The vault’s header is damaged',
        text: 'It can’t be opened as it is. Don’t delete the profile; restore its folder from a backup or ask your administrator.',
      };
    case 'profile_in_use':
      return {
        title: 'Sealdesk is already open',
        text: 'Another window or another user session has this profile open. Use that one, or quit it and try again here.',
      };
    case 'journal_damaged':
      return {
        title: 'The journal of decisions is damaged',
        text: 'Nothing was deleted. What can still be read is kept and what can be proven is still sent. Show this screen to your administrator before going on.',
      };
    case 'journal_behind':
      return {
        title: 'The journal is older than it should be',
        text: 'The last entries that were witnessed are not in it, as after restoring an old copy of this computer. Don’t decide again what may be missing; tell your administrator. Settings say what is missing and let you register this device anew.',
      };
    case 'journal_from_future':
      return {
        title: 'The journal was written by a newer Sealdesk',
        text: 'This version can’t read it safely. Quit, install the newer version again and start it; nothing was changed.',
      };
    case 'disk_full':
      return {
        title: 'The disk is full',
        text: `What you just did was not saved. Free some space and do it again. ${kept}`,
      };
    case 'storage_failed':
      return {
        title: 'The disk gave an error',
        text: `What you just asked for was not done. Try again; if it stays, have the disk checked. ${kept}`,
      };
    case 'backend_unreachable':
      return {
        title: 'The backend can’t be reached',
        text: `Check the network and the address. You can go on working; decisions are sent when it is back. ${kept}`,
      };
    case 'backend_slow':
      return {
        title: 'The backend takes too long to answer',
        text: `The workstation tries again by itself. ${kept}`,
      };
    case 'backend_failing':
      return {
        title: 'The backend has a fault of its own',
        text: `It answered that it can’t serve requests now. The workstation tries again by itself. ${kept}`,
      };
    case 'backend_unexpected':
      return {
        title: 'The answer does not come from a Sealdesk backend',
        text: `Check the address; a proxy or a sign-in page of the network may be in between. ${kept}`,
      };
    case 'backend_version':
      return {
        title: 'The backend and this workstation don’t understand each other',
        text: `One of them is of another version. The workstation tries again by itself; if it stays, tell your administrator which version you have. ${kept}`,
      };
    case 'backend_untrusted':
      return {
        title: 'The connection to the backend is not safe',
        text: `Its certificate is not one that this computer trusts, so nothing was sent. A proxy may be in between; tell your administrator. ${kept}`,
      };
    case 'backend_refused':
      return {
        title: 'The backend refused this',
        text: `${problem.detail ? `It said: ${problem.detail}. ` : ''}Nothing was changed there. If you can’t tell why, ask your administrator.`,
      };
    case 'address_invalid':
      return {
        title: 'This is not an address the workstation can use',
        text: 'It begins with https:// and names a host, like https://cases.example.com. Plain http works for this computer only.',
      };
    case 'credentials_wrong':
      return {
        title: 'E-mail or password is not right',
        text: 'Check both and try again; where a one-time code is asked for, wait for the next one, because each counts once. If you forgot the password, your administrator can set a new one.',
      };
    case 'totp_required':
      return {
        title: 'A one-time code is needed',
        text: 'Enter the six digits that your authenticator app shows.',
      };
    case 'signed_out':
      return {
        title: 'You are signed out at the backend',
        text: `Sign in again to sync. Until then you can go on working. ${kept}`,
      };
    case 'offline_too_long':
      return {
        title: 'The cases are locked: too long without the backend',
        text: `Your organisation lets this workstation be offline for a limited time. Connect to the network, enter your passphrase and sign in. ${kept}`,
      };
    case 'device_mismatch':
      return {
        title: 'The backend knows this device under another key',
        text: `Ask your administrator to look at the devices of your account. ${kept}`,
      };
    case 'rate_limited':
      return { title: 'Too many tries', text: `The backend asks to slow down.${wait(problem)}` };
    case 'needs_backend':
      return problem.detail === 'signed_out'
        ? {
            title: 'This can’t be done while you are signed out',
            text: 'Links are made and revoked at the backend. Sign in again in the settings, then try again.',
          }
        : {
            title: 'This can’t be done offline',
            text:
              problem.detail === 'paused'
                ? 'You are working offline. Links are made and revoked at the backend: go online again, then try again.'
                : 'Links are made and revoked at the backend, which can’t be reached now. Try again once you are online.',
          };
    case 'plan_limit_reached':
      return {
        title: 'Your plan’s verifications are used up',
        text: 'No link was made. Another link for a customer who had one before still works: it uses none. Ask your administrator for more, or wait for the next month.',
      };
    case 'nothing_missing':
      return {
        title: 'Nothing is missing from this customer',
        text: 'There is nothing that a link could ask for, so none was made. Ask for resubmission first if something has to be sent again.',
      };
    case 'case_rejected':
      return {
        title: 'This case is rejected',
        text: 'A rejected case takes nothing more from its customer, so no link was made.',
      };
    case 'no_mail_program':
      return {
        title: 'No mail program opened',
        text: 'Nothing was sent. The address is copied: paste it into a mail yourself.',
      };
    case 'check_not_open':
      return {
        title: 'No check is open on this case',
        text: 'Start the check first; it claims the case for you.',
      };
    case 'claimed_by_other':
      return {
        title: problem.holder
          ? `${problem.holder} is checking this case`
          : 'Somebody else is checking this case',
        text: 'You can read it. It becomes free when their check ends.',
      };
    case 'already_decided':
      return {
        title: 'This case is already decided here',
        text: 'See the outbox for where the decision stands.',
      };
    case 'status_forbids':
      return {
        title: 'The case does not allow this step now',
        text: `${forbidding(problem.detail)} Nothing was changed.`,
      };
    case 'open_items':
      return {
        title: `${plural(items(problem), 'item is', 'items are')} still open`,
        text: 'Every required item must be approved before the check can be finished.',
      };
    case 'reason_missing':
      return {
        title:
          items(problem) > 0
            ? `${plural(items(problem), 'item lacks', 'items lack')} a reason`
            : 'A reason is missing',
        text: 'What is rejected or pending needs at least one reason.',
      };
    case 'nothing_requested':
      return {
        title: 'Nothing is asked for',
        text: 'Add at least one item that the customer is to send again.',
      };
    case 'unknown_item':
      return {
        title: 'The case has changed while you were deciding',
        text: 'An item of this decision no longer exists. Look at the case as it is now and decide again.',
      };
    case 'item_changed':
      return {
        title: 'This changed while you were looking',
        text: 'Your verdict was not taken. Look at it as it is now and judge it again.',
      };
    case 'case_changed':
      return {
        title: 'The case changed while you were deciding',
        text: 'Nothing was decided. What changed is shown now: look at it, then decide.',
      };
    case 'verdicts_lapsed':
      return {
        title: `${plural(items(problem), 'item has', 'items have')} changed since your verdict`,
        text: 'A verdict counts only for what you saw. Look at what is there now and judge it again.',
      };
    case 'document_unverified':
      return {
        title:
          items(problem) > 1
            ? 'Documents that were never here can’t be approved'
            : 'A document that was never here can’t be approved',
        text: 'It is fetched as soon as the backend can be reached: connect, look at it, then approve. Until then it can be marked pending or rejected.',
      };
    case 'not_undoable':
      return {
        title: 'This can’t be undone any more',
        text: 'The ten seconds have passed and the decision is on its way.',
      };
    case 'document_not_here':
      return {
        title: 'This document is not on the workstation yet',
        text: 'It is fetched as soon as the backend can be reached. The other documents can be reviewed meanwhile.',
      };
    case 'document_damaged':
      return {
        title: 'This document’s bytes are not the ones that were uploaded',
        text: 'Its checksum does not match, so it is not shown and can’t be decided on. It is fetched again by itself; if that does not help, tell your administrator.',
      };
    case 'document_unsupported':
      return {
        title: 'This document can’t be shown',
        text: 'It is none of PDF, JPEG, PNG, WebP and TIFF, or beyond the limits (50 MB, 500 pages, 100 megapixels). Ask the customer for another file.',
      };
    case 'cancelled':
      return { title: 'Stopped', text: 'You stopped this. What was done so far is kept.' };
    case 'engine_stopped':
      return {
        title: 'The part that keeps your data has stopped',
        text: `It is started again by itself; unlock to go on. ${kept}`,
      };
    case 'internal':
      return {
        title: 'Something went wrong inside Sealdesk',
        text: `This is a fault of the program, not yours. Try again; if it stays, restart Sealdesk and tell your administrator. ${kept}`,
      };
    default:
      return assertNever(problem.kind);
  }
}

/** What stands in the way of a step, by the status that the engine names; one thing, not all that could. */
function forbidding(detail: string | undefined): string {
  switch (detail) {
    case 'second_approval':
      return 'It is decided and waits for a second approval by a supervisor.';
    case 'NEEDS_ADDITIONAL_INFORMATION':
      return 'It waits for the customer: until they have answered it can only be rejected.';
    case 'ACTIVE':
      return 'It is approved already; see its history for when and by whom.';
    case 'REJECTED':
      return 'It is rejected already; see its history for when and by whom.';
    case 'CREATED':
      return 'The customer has not handed it in yet.';
    default:
      return 'Its status has changed; look at it as it is now.';
  }
}
