import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passphraseStrength, shortest } from '../../../../src/renderer/src/firstRun/passphrase.ts';
import { shortestPassphrase } from '../../../../src/main/engine/vault/index.ts';

describe('the strength of a passphrase', () => {
  it('has the same shortest length in the window and in the vault', () => {
    expect(shortest).toBe(shortestPassphrase);
  });

  it.each([
    ['', 'short'],
    ['hunter2', 'short'],
    ['elevenchars', 'short'],
    ['aaaaaaaaaaaa', 'weak'],
    ['123456789012', 'weak'],
    ['password1234', 'weak'],
    ['abcdefghijkl', 'weak'],
    ['Password2026!', 'weak'],
    ['rivertable42', 'fair'],
    ['copper lantern river nine', 'strong'],
    ['gr8#Kd!92mZ.q', 'strong'],
    ['медь фонарь река девять', 'strong'],
  ])('of “%s” is %s', (passphrase, level) => {
    expect(passphraseStrength(passphrase).level).toBe(level);
  });

  it('counts characters as people do, not as UTF-16', () => {
    expect(passphraseStrength('🦀🐙🦑🦐🐡🐠').level).toBe('short');
  });

  it('is drawn between nothing and full for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), text => {
        const { share, advice } = passphraseStrength(text);
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1);
        expect(advice).not.toBe('');
      }),
    );
  });
});
