import { describe, expect, it } from '@jest/globals';
import { readRotation } from './secret-rotation.js';

describe('the body of a rotation', () => {
  it.each<[unknown, number]>([
    [undefined, 86_400],
    [{}, 86_400],
    [{ grace_s: 0 }, 0],
    [{ grace_s: 604_800 }, 604_800],
    [{ grace_s: 60, reason: 'it leaked' }, 60],
  ])('%j keeps the secret before for %d seconds', (body, graceS) => {
    expect(readRotation(body)).toEqual({ ok: true, graceS });
  });

  it.each<[unknown, string]>([
    ...[-1, 604_801, 1.5, '60', null, NaN].map((grace_s): [unknown, string] => [{ grace_s }, 'grace_s']),
    ...[null, [], 'now', 60].map((body): [unknown, string] => [body, 'body']),
  ])('%j is refused and %s named', (body, field) => {
    expect(readRotation(body)).toMatchObject({ ok: false, problems: [{ field }] });
  });
});
