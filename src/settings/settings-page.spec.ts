import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { knobs } from './knobs.js';
import { settingsPage } from './settings-page.js';

describe('docs/settings.md', () => {
  it('is what the tables say', () => {
    // Otherwise: npm run build && node dist/src/settings/print-settings.js > docs/settings.md
    expect(readFileSync('docs/settings.md', 'utf8')).toBe(settingsPage());
  });

  it('names every setting once, with one line of meaning', () => {
    const page = settingsPage();
    for (const { name, sentence } of Object.values(knobs)) {
      expect(page.split(`| \`${name}\` `)).toHaveLength(2);
      expect(sentence).toMatch(/^[A-Z][^\n]+\.$/);
    }
  });
});
