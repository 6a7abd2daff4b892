import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { OUTCOMES as KNOWN } from '../../src/domain/outcome.ts';
import { ERRORS } from './order-troubles.ts';
import { OUTCOMES, outcomeWords } from './outcomes.ts';

/** The codes of order errors that the sources write: `code: '…'` beside a `message`. */
function codesOf(folder: string): string[] {
  const files = readdirSync(folder).filter((name) => /\.ts$/.test(name) && !name.endsWith('.spec.ts'));
  const texts = files.map((name) => readFileSync(`${folder}/${name}`, 'utf8'));
  return texts.flatMap((text) => [...text.matchAll(/code: '([a-z_]+)',\s*message:/g)].map(([, code]) => code!));
}

describe('the words for troubles', () => {
  it('cover every outcome, and no other', () => {
    expect(Object.keys(OUTCOMES).sort()).toEqual([...KNOWN].sort());
  });

  it('cover every error code that an order can have, and no other', () => {
    const codes = [...codesOf('src/orders'), ...codesOf('src/domain')];
    expect(codes.length).toBeGreaterThan(5);
    expect(Object.keys(ERRORS).sort()).toEqual([...new Set(codes)].sort());
  });

  it('say of every trouble what to do about it', () => {
    const bad = Object.entries(OUTCOMES).filter(([, { tone }]) => tone === 'bad');
    expect(bad.length).toBeGreaterThan(10);
    expect(bad.filter(([, { todo }]) => todo === null)).toEqual([]);
  });

  it('are sentences, on each kind of call', () => {
    for (const kind of ['forward', 'check', 'callback', 'notify', 'mirror', 'poll', 'job'] as const)
      for (const outcome of KNOWN) {
        const { label, what, todo } = outcomeWords({ kind, outcome });
        expect(label.length).toBeLessThan(18);
        expect(what).toMatch(/^[A-Z].*\.$/);
        if (todo !== null) expect(todo).toMatch(/^[A-Z].*\.$/);
      }
  });

  it('speak of the marketplace where its webhook was called, not of the seller', () => {
    for (const outcome of KNOWN) {
      const { what, tone } = outcomeWords({ kind: 'notify', outcome });
      if (tone === 'bad' && !['failed', 'bad_result', 'unreadable', 'evicted'].includes(outcome))
        expect(what).not.toContain('seller');
    }
  });
});
