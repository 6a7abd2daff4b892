import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { habits } from '../../src/habits/habits.js';
import { habitCases } from './expected.js';
import { FOUND_BY, ROADS, type Road } from './found-by.js';

/** What comes of a habit on a road: what the conformance test says, and how a real order ends. */
function comes(habit: string, road: Road): string {
  const journeyed = habitCases.find((one) => one.habit === habit && one.road === road)!;
  const found = FOUND_BY[habit]![road].map((id) => `\`${id}\``).join(', ');
  if (found === '' && journeyed.cannot !== undefined) return 'cannot show';
  const ends = `${journeyed.ends}${journeyed.error === undefined ? '' : ` (${journeyed.error})`}`;
  return `${found === '' ? 'survived' : found}; ${ends}`;
}

const rows = habits.map(({ name, does }) => [`\`${name}\``, does, ...ROADS.map((road) => comes(name, road))]);

it('is told of habit by habit in docs/bad-seller.md', () => {
  const page = readFileSync('docs/bad-seller.md', 'utf8');
  const lines = page.split('\n').filter((line) => line.startsWith('| `'));
  const cells = lines.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  expect(cells).toEqual(rows);
});
