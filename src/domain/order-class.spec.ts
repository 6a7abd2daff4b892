import { describe, expect, it } from '@jest/globals';
import { readOrderClass } from './order-class.js';

describe('the class of an order', () => {
  it.each<[string, object, object, string | null]>([
    ['the text in its inputs', { model: 'sora-2' }, {}, 'sora-2'],
    ['the text in its metadata', {}, { model: 'suno' }, 'suno'],
    ['the one in its inputs, where both have one', { model: 'sora-2' }, { model: 'suno' }, 'sora-2'],
    ['a number, as text', { model: 2 }, {}, '2'],
    ['a fraction, as text', { model: 0.5 }, {}, '0.5'],
    ['the one in its metadata, where inputs hold something else', { model: ['sora-2'] }, { model: 'suno' }, 'suno'],
    ['none, where there is no such key', { other: 1 }, { another: 'x' }, null],
    ['none, for true', { model: true }, {}, null],
    ['none, for a text that no class can be called', { model: 'x'.repeat(101) }, {}, null],
  ])('is %s', (_what, inputs, metadata, wanted) => {
    const read = (value: object) => JSON.parse(JSON.stringify(value)) as never;
    expect(readOrderClass('model', read(inputs), read(metadata))).toBe(wanted);
  });

  it('is read from own keys only', () => {
    for (const key of ['toString', '__proto__', 'constructor']) expect(readOrderClass(key, {}, {})).toBeNull();
  });
});
