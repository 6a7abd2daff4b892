import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { newOrderId } from '../../src/domain/ids.js';
import { CallbackTokenBook } from '../../src/orders/callback-tokens.js';
import { SealedBox } from '../../src/storage/sealed-box.js';

const key = randomBytes(32);
const book = new CallbackTokenBook(new SealedBox({ current: key }));

describe('a callback token', () => {
  it('speaks for one order, and fits into a URL', () => {
    const [mine, other] = [newOrderId(), newOrderId()];
    const token = book.make(mine);
    expect(token).toMatch(/^[\w-]{46}$/);
    expect(book.orderOf(token)).toBe(mine);
    expect(book.make(other).slice(22)).not.toBe(token.slice(22));
  });

  it('is the same on every try', () => {
    const id = newOrderId();
    expect(book.make(id)).toBe(book.make(id));
  });

  it('has one spelling: no letter of it can be another', () => {
    const token = book.make(newOrderId());
    for (let at = 0; at < token.length; at++)
      for (const letter of 'Aw-_9') {
        const changed = token.slice(0, at) + letter + token.slice(at + 1);
        if (changed !== token) expect(book.orderOf(changed)).toBeNull();
      }
  });

  it.each(['', 'prepare', 'x'.repeat(46), 'x'.repeat(200), '../../../../../../../../../../../../../../../../etc'])(
    'is not %j',
    (text) => expect(book.orderOf(text)).toBeNull(),
  );

  it('outlives a change of keys, once', () => {
    const id = newOrderId();
    const [second, third] = [randomBytes(32), randomBytes(32)];
    const after = new CallbackTokenBook(new SealedBox({ current: second, previous: key }));
    expect(after.orderOf(book.make(id))).toBe(id);
    expect(after.make(id)).not.toBe(book.make(id));
    const later = new CallbackTokenBook(new SealedBox({ current: third, previous: second }));
    expect(later.orderOf(after.make(id))).toBe(id);
    expect(later.orderOf(book.make(id))).toBeNull();
  });
});
