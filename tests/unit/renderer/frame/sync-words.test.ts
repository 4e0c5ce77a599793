import { describe, expect, it } from 'vitest';
import { networkWords, sendingWords, syncWords } from '../../../../src/renderer/src/frame/sync-words.ts';
import { problem } from '../../../../src/shared/ipc/index.ts';
import { syncState } from '../../../support/window-bridge.ts';

const now = Date.UTC(2026, 10, 21, 12);
const lastSyncedAt = new Date(now - 4_000).toISOString();

describe('the sync pill', () => {
  it('says online and how fresh', () => {
    expect(syncWords(syncState({ lastSyncedAt }), now)).toEqual({
      tone: 'ok',
      text: 'Online · synced 4 s ago',
    });
  });

  it('says offline, as of when, and what waits', () => {
    const { tone, text } = syncWords(syncState({ network: 'offline', lastSyncedAt, waiting: 4 }), now);
    expect(tone).toBe('wait');
    expect(text).toMatch(/^Offline · as of .+ · 4 decisions waiting$/);
  });

  it('tells wanted from unwanted offline', () => {
    const { text } = syncWords(syncState({ network: 'offline', paused: true, waiting: 1 }), now);
    expect(text).toBe('Working offline · not synced yet · 1 decision waiting');
  });

  it('says how far the first sync is', () => {
    const progress = { done: 7_912, total: 12_408, perSecond: 21_400 };
    const { text } = syncWords(syncState({ activity: 'initial', progress }), now);
    expect(text.replace(/\D/g, '')).toBe('791212408');
  });

  it('puts being signed out before everything else', () => {
    const signedOut = syncState({ lastSyncedAt, waiting: 2, problem: problem('signed_out') });
    expect(syncWords(signedOut, now)).toEqual({
      tone: 'no',
      text: 'Signed out · sign in again · 2 decisions waiting',
    });
    expect(networkWords(signedOut)).toBe('Signed out at the backend');
  });

  it('says how many decisions are being sent, and nothing of it when only the start of a check is', () => {
    const sending = syncState({ activity: 'sending', lastSyncedAt, waiting: 3 });
    expect(syncWords(sending, now).text).toBe('Sending 3 decisions');
    expect(syncWords({ ...sending, waiting: 0 }, now).text).toBe('Online · synced 4 s ago');
  });

  it('does not look well while something keeps decisions from being sent', () => {
    const stopped = syncState({ lastSyncedAt, waiting: 2, problem: problem('journal_behind') });
    expect(syncWords(stopped, now)).toEqual({
      tone: 'no',
      text: 'Online · needs attention · 2 decisions waiting',
    });
  });

  it('reads out the network only, so that it does not speak every second', () => {
    const online = syncState({ lastSyncedAt });
    expect(networkWords(online)).toBe(networkWords(syncState({ lastSyncedAt: undefined, cases: 9 })));
  });
});

describe('what becomes of a note that is written', () => {
  it('is said for each state of the network, and online never that it waits for it', () => {
    expect(sendingWords(syncState({}))).toBe('It is sent at once.');
    expect(sendingWords(syncState({ network: 'offline' }))).toMatch(/^You are offline: it is kept here/);
    expect(sendingWords(syncState({ network: 'offline', paused: true }))).toMatch(/^You are working offline/);
    expect(sendingWords(syncState({ network: 'connecting' }))).toMatch(/once the connection stands/);
    expect(sendingWords(syncState({ problem: problem('signed_out') }))).toMatch(/signed in again/);
    expect(sendingWords(syncState({ problem: problem('journal_behind') }))).not.toMatch(/at once/);
  });
});
