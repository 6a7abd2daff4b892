import fc from 'fast-check';

/** JSON texts of every shape and spelling, and what spoils them. */
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => JSON.stringify(n)),
  fc.constantFrom(
    '-0',
    '0',
    '-0.0e-0',
    '1E400',
    '1e-400',
    '123456789012345678901234567890',
    '0.1',
    '5e+3',
    '01',
    '1.',
    '-',
  ),
);
const string = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }).map((text) => JSON.stringify(text)),
  fc.constantFrom(
    '"\\ud83d\\ude00"',
    '"\\ud83d"',
    '"😀"',
    '"\\u00e9é€"',
    '"\\/\\b\\f\\n\\r\\t\\"\\\\"',
    '"\\x"',
    '"\\u12g4"',
  ),
  fc.nat(9_000).map((length) => `"${'long'.repeat(length / 4)}"`),
);
const key = fc.oneof(
  { weight: 8, arbitrary: fc.string({ unit: 'grapheme', maxLength: 3 }).map((text) => JSON.stringify(text)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('"a"', '"\\u0061"', '"2"', '"1"', '"__proto__"', '"\\u0063onstructor"', '""'),
  },
);
const space = fc.constantFrom('', '', '', '', ' ', '\n', '\t\r', '  \n ');
/** JSON as a person might spell it; now and then with something in it that is refused. */
const spelled = fc.letrec<{ value: string; list: string; map: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('true', 'false', 'null'),
    number,
    string,
    tie('list'),
    tie('map'),
    fc.integer({ min: 28, max: 34 }).map((depth) => '['.repeat(depth) + ']'.repeat(depth)),
  ),
  list: fc
    .array(fc.tuple(space, tie('value'), space), { maxLength: 5 })
    .map((items) => `[${items.map((item) => item.join('')).join()}]`),
  map: fc
    .array(fc.tuple(space, key, space, fc.constant(':'), space, tie('value'), space), { maxLength: 5 })
    .map((items) => `{${items.map((item) => item.join('')).join()}}`),
})).value;
const clean = fc
  .tuple(fc.jsonValue({ maxDepth: 5, stringUnit: 'binary' }), fc.constantFrom(undefined, 1, '\t'))
  .map(([json, indent]) => JSON.stringify(json, null, indent));
export const text = fc.oneof(
  clean,
  fc.tuple(space, spelled, space).map((parts) => parts.join('')),
);
const junk = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 3 }),
  fc
    .constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      'a',
      '1',
      '-',
      '.',
      'e',
      '0',
      'true',
      'nul',
      ' ',
      '\ufeff',
      '\u00a0',
    )
    .map((scrap) => Buffer.from(scrap)),
);
/** What to do with a text: put something in the place of so many bytes. */
export const mutation = fc.tuple(fc.nat(), fc.constantFrom(0, 0, 1, 1, 2, 5, 1_000_000), fc.option(junk));

export function mutate(bytes: Buffer, [place, length, added]: [number, number, Uint8Array | null]): Buffer {
  const at = place % (bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, at), added ?? Buffer.alloc(0), bytes.subarray(at + length)]);
}
