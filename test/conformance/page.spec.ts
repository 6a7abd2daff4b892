import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { CHECKS } from '../../src/domain/conformance/report.js';

const rows = readFileSync('docs/conformance.md', 'utf8')
  .split('\n')
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|')))
  .filter(([, id]) => /^`\w+\./.test(id ?? ''))
  .map(([, id, level, wants]) => [id, level, wants]);

it('is told of check by check in docs/conformance.md', () => {
  expect(rows).toEqual(CHECKS.map(({ id, level, title, expected }) => [`\`${id}\``, level, `${title}. ${expected}`]));
});

it('has about forty checks, each by a name of its own', () => {
  expect(CHECKS.length).toBeGreaterThanOrEqual(40);
  expect(new Set(CHECKS.map(({ id }) => id)).size).toBe(CHECKS.length);
});
