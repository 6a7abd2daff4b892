import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { orderStatesPage } from './order-states-page.js';

describe('docs/order-states.md', () => {
  it('is what the table of transitions draws', () => {
    const page = readFileSync(new URL('../../docs/order-states.md', import.meta.url), 'utf8');
    expect(plain(page)).toBe(plain(orderStatesPage()));
  });
});

/** Tables are padded by the formatter. */
function plain(page: string): string {
  return page.replace(/ +/g, ' ').replace(/-{3,}/g, '---');
}
