import { describe, expect, it } from '@jest/globals';
import { isInstant } from './instant.js';

describe('an instant', () => {
  it.each(['2026-01-31', '2028-02-29', '2026-01-31T09:00Z', '2026-01-31T09:00:00.123Z', '2026-01-31T09:00:00+02:00'])(
    'is %s',
    (text) => expect(isInstant(text)).toBe(true),
  );

  it.each([
    ...['', 'yesterday', '2026-1-1', '2026-02-29', '2026-02-30', '2026-13-01', '2026-00-10', '2026-01-00'],
    ...['2026-01-31T09:00:00', '2026-01-31T24:01:00Z', '2026-01-31T09:00:00 02:00', '1700000000', 1700000000, null],
  ])('is not %j', (text) => expect(isInstant(text)).toBe(false));
});
