import { describe, expect, it } from '@jest/globals';
import { ROLES } from '../domain/caller.js';
import { hashToken, looksLikeToken, newCallbackSecret, newSigningSecret, newToken } from './token-text.js';

describe('a token', () => {
  it.each(ROLES)('says that it is ours and of role %s', (role) => {
    const token = newToken(role);
    expect(token).toMatch(new RegExp(`^rt_${role}_[0-9A-Za-z]{33}$`));
    expect(looksLikeToken(token)).toBe(true);
  });

  it('is never the same twice, and uses every digit', () => {
    const tokens = Array.from({ length: 500 }, () => newToken('viewer'));
    expect(new Set(tokens).size).toBe(500);
    expect(new Set(tokens.join('').replaceAll('rt_viewer_', '')).size).toBe(62);
  });

  it('shows a typing error at any place', () => {
    const token = newToken('operator');
    for (let i = 0; i < token.length; i++) {
      const typo = token.slice(0, i) + (token[i] === 'x' ? 'y' : 'x') + token.slice(i + 1);
      expect(looksLikeToken(typo)).toBe(false);
    }
    expect(looksLikeToken(token.replace('operator', 'admin'))).toBe(false);
  });

  it.each(['', 'rt_admin_', `rt_root_${'0'.repeat(33)}`, `rt_admin_${'0'.repeat(33)}`, `${newToken('admin')}\n`])(
    'is not made of anything: %j',
    (text) => {
      expect(looksLikeToken(text)).toBe(false);
    },
  );

  it('is stored as its SHA-256', () => {
    expect(hashToken('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});

describe('secrets of a tool', () => {
  it('tell what they are', () => {
    expect(newCallbackSecret()).toMatch(/^cbs_[0-9A-Za-z]{33}$/);
    expect(looksLikeToken(newCallbackSecret())).toBe(true);
    expect(newSigningSecret()).toMatch(/^whsec_[0-9A-Za-z+/]{43}=$/);
  });
});
