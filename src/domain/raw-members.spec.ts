import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rawMembers } from './raw-members.js';

describe('the members of a JSON object as written', () => {
  it('keeps numbers that parsing would change', () => {
    const members = rawMembers('{ "id": 12345678901234567890, "big": 1e999, "price": 1.10 }');
    expect(Object.fromEntries(members)).toEqual({ id: '12345678901234567890', big: '1e999', price: '1.10' });
  });

  it('is not misled by braces, commas, colons and quotes inside strings and keys', () => {
    const members = rawMembers('{"a,:{}":"}\\",{","b":{"c":[1,{"d":"]"}]},"":null}');
    expect(Object.fromEntries(members)).toEqual({ 'a,:{}': '"}\\",{"', b: '{"c":[1,{"d":"]"}]}', '': 'null' });
  });

  it('finds nothing in an empty object', () => {
    expect(rawMembers(' { } ').size).toBe(0);
  });

  it('gives back every member of any object, however it is spaced', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom(0, 1, '\t'), (object, space) => {
        const members = rawMembers(JSON.stringify(object, null, space));
        const parsed = [...members].map(([key, text]) => [key, JSON.parse(text) as unknown]);
        expect(Object.fromEntries(parsed)).toEqual(JSON.parse(JSON.stringify(object)));
      }),
    );
  });
});
