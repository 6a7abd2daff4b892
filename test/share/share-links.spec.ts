import { describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { ShareLinks } from '../../src/orders/share-links.js';
import { SealedBox } from '../../src/storage/sealed-box.js';
import { ManualClock } from '../support/manual-clock.js';

const current = randomBytes(32);
const clock = new ManualClock();
const linksWith = (keys: { current: Buffer; previous?: Buffer }) =>
  new ShareLinks(new SealedBox({ previous: undefined, ...keys }), () => 'https://rt.test/base', clock);
const links = linksWith({ current });
const orderId = randomUUID();

function tokenOf(made: { url: string }): string {
  return new URL(made.url).searchParams.get('t') ?? '';
}

describe('a link to the page of a buyer', () => {
  it('leads to the order, and says until when', () => {
    const made = links.make(orderId, 0, 3_600);
    expect(made.url).toMatch(new RegExp(`^https://rt.test/base/o/${orderId}\\?t=rt_share_[A-Za-z0-9_-]{67}$`));
    expect(made.expires_at).toBe(new Date(clock.now() + 3_600_000).toISOString());
    const said = { orderId, generation: 0, expires: clock.now() / 1000 + 3_600 };
    expect(links.read(tokenOf(made))).toEqual(said);
  });

  it('is over at its instant', () => {
    const token = tokenOf(links.make(orderId, 3, 60));
    clock.advance(59_999);
    expect(links.read(token)?.generation).toBe(3);
    clock.advance(1);
    expect(links.read(token)).toBeNull();
  });

  it('counts under the key before, and under no other', () => {
    const token = tokenOf(links.make(orderId, 0, 60));
    const next = randomBytes(32);
    expect(linksWith({ current: next, previous: current }).read(token)?.orderId).toBe(orderId);
    expect(linksWith({ current: next }).read(token)).toBeNull();
  });

  it('is not what anybody changed by a single bit, or wrote in another way', () => {
    const token = tokenOf(links.make(orderId, 0, 60));
    const bytes = Buffer.from(token.slice('rt_share_'.length), 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(links.read(`rt_share_${changed.toString('base64url')}`)).toBeNull();
    }
    const others = ['', 'rt_share_', token.slice(0, -1), `${token}A`, `${token}=`, token.toUpperCase(), ` ${token}`];
    for (const other of [...others, token.slice('rt_share_'.length), `rt_share_${bytes.toString('hex')}`])
      expect([other, links.read(other)]).toEqual([other, null]);
  });
});
