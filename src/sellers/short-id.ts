import { randomInt } from 'node:crypto';

/** What a short_id may look like (contract, section 0). */
export const SHORT_ID = /^[A-Za-z0-9_-]{2,64}$/;

/** Without those that are read as one another: 0 and o, 1, i and l. */
const LETTERS = '23456789abcdefghjkmnpqrstuvwxyz';
const LONGEST_SLUG = 40;

/** A short_id that reads like the tool's name: `Café menu` becomes `cafe-menu-7k3m9x`. */
export function makeShortId(name: string): string {
  const tail = Array.from({ length: 6 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return `${slug(name) || 'tool'}-${tail}`;
}

function slug(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_SLUG)
    .replace(/^-+|-+$/g, '');
}
