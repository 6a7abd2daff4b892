import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { Base64Stream } from './base64-stream.js';
import { StreamedJson, type StreamedBody, type StreamedJsonRules, type TextSink } from './streamed-json.js';
import { parseStrictJson, type JsonObject, type JsonValue } from './strict-json.js';

const KEEP_ALL: StreamedJsonRules = { keep: () => true, sinkFor: () => null };
const DROP_ALL: StreamedJsonRules = { keep: () => false, sinkFor: () => null };
const MEBI = 1024 * 1024;

function read<Sink extends TextSink>(pieces: Iterable<Buffer>, rules: StreamedJsonRules<Sink>): StreamedBody<Sink> {
  const json = new StreamedJson(rules);
  for (const piece of pieces) if (json.write(piece) !== null) break;
  return json.end();
}

function problem(text: string | Iterable<Buffer>, rules = KEEP_ALL): string {
  const body = read(typeof text === 'string' ? [Buffer.from(text)] : text, rules);
  if (body.ok) throw new Error('was accepted');
  return body.problem;
}

function value(text: string, rules = KEEP_ALL): JsonValue {
  const body = read([Buffer.from(text)], rules);
  if (!body.ok) throw new Error(body.problem);
  return body.value;
}

function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const sorted = places.map((place) => place % (bytes.length + 1)).sort((left, right) => left - right);
  return [...sorted, bytes.length].map((end, index) => bytes.subarray(sorted[index - 1] ?? 0, end));
}

/** The same decision as `parseStrictJson`, and the same value with its keys in the same order. */
function agrees(bytes: Buffer, pieces: Buffer[]): boolean {
  const whole = parseStrictJson(bytes);
  const streamed = read(pieces, KEEP_ALL);
  if (!whole.ok || !streamed.ok) return whole.ok === streamed.ok;
  const isSame = isDeepStrictEqual(whole.value, streamed.value);
  return isSame && JSON.stringify(whole.value) === JSON.stringify(streamed.value);
}

function* repeated(head: string, unit: string, tail: string, bytes: number): Generator<Buffer> {
  const block = Buffer.from(unit.repeat(Math.ceil(65_536 / unit.length)));
  yield Buffer.from(head);
  for (let sent = 0; sent < bytes; sent += block.length) yield block;
  yield Buffer.from(tail);
}

class Gathered implements TextSink {
  text = '';
  ended = 0;
  constructor(private readonly refusesAt = Infinity) {}
  write(text: string): string | null {
    this.text += text;
    return this.text.length >= this.refusesAt ? 'That is enough.' : null;
  }
  end(): string | null {
    this.ended++;
    return null;
  }
}

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
const text = fc.oneof(
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
const mutation = fc.tuple(fc.nat(), fc.constantFrom(0, 0, 1, 1, 2, 5, 1_000_000), fc.option(junk));

function mutate(bytes: Buffer, [place, length, added]: [number, number, Uint8Array | null]): Buffer {
  const at = place % (bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, at), added ?? Buffer.alloc(0), bytes.subarray(at + length)]);
}

describe('streamed JSON', () => {
  it('takes and refuses what parseStrictJson does and reads the same, wherever the body is cut', () => {
    const taken = { clean: 0, mutated: 0 };
    fc.assert(
      fc.property(
        text,
        fc.array(mutation, { maxLength: 2 }),
        fc.array(fc.nat(), { maxLength: 6 }),
        (original, mutations, places) => {
          const bytes = mutations.reduce(mutate, Buffer.from(original));
          if (parseStrictJson(bytes).ok) taken[mutations.length === 0 ? 'clean' : 'mutated']++;
          return agrees(bytes, cut(bytes, places));
        },
      ),
      { numRuns: 30_000 },
    );
    expect(taken.clean).toBeGreaterThan(500);
    expect(taken.mutated).toBeGreaterThan(500);
  });

  it('reads the same with every piece boundary, and byte by byte', () => {
    const document = Buffer.from(
      '\ufeff {"é€😀":"a\\u00e9\\ud83d\\ude00\\/\\\\\\"\\n😀é€\\ud83d","n":[-0,1.5e+3,12,true,false,null ],"":{},\n"x":[[],"€"]}\n',
    );
    for (let at = 0; at <= document.length; at++) {
      expect(agrees(document, cut(document, [at]))).toBe(true);
      expect(agrees(document.subarray(0, at), cut(document.subarray(0, at), [at >> 1]))).toBe(true);
    }
    expect(
      agrees(
        document,
        [...document].map((byte) => Buffer.from([byte])),
      ),
    ).toBe(true);
    for (let pad = 4_000; pad < 4_100; pad++) {
      const shifted = Buffer.concat([Buffer.alloc(pad, ' '), document.subarray(3)]); // without its mark
      expect(agrees(shifted, [shifted])).toBe(true);
    }
    expect(parseStrictJson(document).ok).toBe(true);
  });

  it.each([
    '',
    ' ',
    '\ufeff',
    '\ufeff\ufeff1',
    'true',
    'tru',
    'truex',
    'nullnull',
    'null ',
    '1',
    '-',
    '1.',
    '1e',
    '01',
    '0',
    '-0',
    '"',
    '"a',
    '"a"',
    '"\\',
    '"\\u12',
    '"a"x',
    '{} x',
    '[] ]',
    '{}{}',
    '[1,]',
    '[,1]',
    '{"a":1,}',
    '{"a"}',
    '{"a":}',
    '{a:1}',
    "['a']",
    '[1}',
    '{"a":1]',
    '"\u007f"',
    '"\u0000"',
    '"a\nb"',
    '\u00a01',
    '\u20281',
    '\v1',
    '[1 2]',
    'NaN',
    '-Infinity',
    '+1',
    '.5',
    '0x1',
    '/**/1',
    '[true,false,null]',
    '"\\u0000"',
  ])('decides as parseStrictJson on %j', (edge) => {
    const bytes = Buffer.from(edge);
    for (let at = 0; at <= bytes.length; at++) expect(agrees(bytes, cut(bytes, [at]))).toBe(true);
  });

  it('reads long bodies like short ones', () => {
    const rows = Array.from({ length: 9_500 }, (_, n) => ({
      n,
      'é€😀': [n / 7, `row ${n} ${'😀'.repeat(n % 30)}`, null],
    }));
    const bytes = Buffer.from(JSON.stringify(rows));
    expect(bytes.length).toBeGreaterThan(MEBI);
    expect(agrees(bytes, cut(bytes, [70_001, 70_002, 500_001]))).toBe(true);
  });

  it('refuses bytes that are no UTF-8, and a character that is cut off at the end', () => {
    for (const bad of [[0xe9], [0xc3], [0xed, 0xa0, 0x80], [0xf0, 0x9f, 0x98], [0x80], [0xff], [0xc0, 0xaf]]) {
      const bytes = Buffer.concat([Buffer.from('{"a":"'), Buffer.from(bad), Buffer.from('"}')]);
      expect(problem([bytes])).toBe('The text is not valid UTF-8; send JSON encoded as UTF-8 (near byte 1).');
      expect(problem([bytes.subarray(0, -2)])).toContain('UTF-8');
    }
    expect(problem([Buffer.from('1'), Buffer.from([0xe2, 0x82])])).toContain('UTF-8');
  });

  it('says the same of shapes that are refused as parseStrictJson, and says where', () => {
    expect(problem('['.repeat(33))).toBe('The JSON is nested deeper than 32 levels; make it flatter (near byte 1).');
    expect(problem(`${' '.repeat(10_000)}{"a":1,"\\u0061":2}`)).toBe(
      'The key "a" stands twice in one object; keep one (near byte 8193).',
    );
    expect(problem('[{"__pr\\u006fto__":1}]')).toBe('The key "__proto__" is not allowed; rename it (near byte 1).');
    expect(problem('{"a":[{"constructor":1}]}')).toContain('The key "constructor" is not allowed; rename it');
    expect(problem('[1,]')).toBe('The text is not JSON: something is wrong (near byte 1).');
    expect(problem('[1')).toBe('The text is not JSON: it is cut off or wrong at its end (near byte 3).');
  });

  it('goes on refusing what it has refused', () => {
    const json = new StreamedJson(KEEP_ALL);
    const first = json.write(Buffer.from('[1,]'));
    expect(first).not.toBeNull();
    expect(json.write(Buffer.from('[]'))).toBe(first);
    expect(json.end()).toEqual({ ok: false, problem: first });
  });

  it('keeps the values of the top-level keys that are wanted, and remembers the first names of the others', () => {
    const rules: StreamedJsonRules = { keep: ([name]) => name === 'status' || name === 'deep', sinkFor: () => null };
    const body = read(
      [Buffer.from('{"status":"ok","x":{"status":[{}],"y":[1,"two",true]},"deep":{"x":[{"y":1}]},"z":"3"}')],
      rules,
    );
    expect(body).toMatchObject({ ok: true, value: { status: 'ok', deep: { x: [{ y: 1 }] } }, droppedKeys: ['x', 'z'] });
    const many = Array.from({ length: 30 }, (_, n) => `"k${n}":${n}`).join();
    expect(read([Buffer.from(`{${many}}`)], DROP_ALL)).toMatchObject({ value: {}, droppedKeys: { length: 20 } });
    expect(value('[{"x":1}]', rules)).toEqual([{}]);
  });

  it('keeps what is wanted below the top, and asks for nothing in what is dropped', () => {
    const asked: string[] = [];
    const rules: StreamedJsonRules = {
      keep: (path) => {
        asked.push(path.join('.'));
        return path.at(-1) !== 'x';
      },
      sinkFor: () => null,
    };
    const body =
      '{"a":[{"x":{"a":[{"a":1}]},"b":2},[],{"b":{"x":[3],"c":4},"x":5},"d"],"x":[{"y":6}],"e":{"x":{}},"f":7}';
    const read = value(body, rules);
    expect(read).toEqual({ a: [{ b: 2 }, [], { b: { c: 4 } }, 'd'], e: {}, f: 7 });
    expect(asked.join(' ')).toBe('a a.0.x a.0.b a.2.b a.2.b.x a.2.b.c a.2.x x e e.x f');
  });

  it('tells what was kept before the body was over', () => {
    const json = new StreamedJson({
      keep: ([name]) => name !== 'x',
      sinkFor: ([name]) => (name === 't' && new Gathered()) || null,
    });
    expect(json.soFar).toEqual({ value: null, droppedKeys: [] });
    json.write(Buffer.from('{"x":1,"status":"failed","error":{"code":7},"t":"goes on'));
    expect(json.soFar).toEqual({ value: { status: 'failed', error: { code: 7 }, t: '' }, droppedKeys: ['x'] });
  });

  it('holds dropped values to the same rules', () => {
    for (const bad of ['{"a":1,"a":2}', '{"__proto__":1}', '['.repeat(40), '[1,]', '"\\x"', '01'])
      expect(parseStrictJson(`{"drop":${bad}}`).ok || !problem(`{"drop":${bad}}`, DROP_ALL)).toBe(false);
  });

  it('leads the strings that are asked for to their sinks, whole and decoded', () => {
    const data = Buffer.from(Array.from({ length: 40_000 }, (_, n) => (n * 7919) >> 3));
    const escaped = data.toString('base64').replaceAll('/', '\\/').replaceAll('=', '\\u003d');
    const body = Buffer.from(
      `{"file_base64":"${escaped}","files":[{"file_base64":"aGk\\u003D","filename":"a"},{"file_base64":7},{"file_base64":"?"}]}`,
    );
    const parts = new Map<string, Buffer[]>();
    const asked: string[] = [];
    const rules: StreamedJsonRules<Base64Stream> = {
      keep: () => true,
      sinkFor: (path) => {
        asked.push(path.join('.'));
        if (path.at(-1) !== 'file_base64') return null;
        const bytes: Buffer[] = [];
        parts.set(path.join('.'), bytes);
        return new Base64Stream(MEBI, (part) => bytes.push(part));
      },
    };
    const streamed = read(cut(body, [3, 20, 30_001, 40_000, body.length - 90]), rules);
    if (!streamed.ok) throw new Error(streamed.problem);
    const { strings } = streamed;
    const top = streamed.value as JsonObject;
    const [first, second, third] = top.files as JsonObject[];
    expect(asked).toEqual(['file_base64', 'files.0.file_base64', 'files.0.filename', 'files.2.file_base64']);
    expect(top).toEqual({
      file_base64: '',
      files: [{ file_base64: '', filename: 'a' }, { file_base64: 7 }, { file_base64: '' }],
    });
    expect(Buffer.concat(parts.get('file_base64') ?? []).equals(data)).toBe(true);
    expect(Buffer.concat(parts.get('files.0.file_base64') ?? []).toString()).toBe('hi');
    expect(strings.at(top, 'file_base64')).toMatchObject({ problem: null, sink: { size: 40_000 } });
    expect(first && strings.at(first, 'file_base64')).toMatchObject({ problem: null });
    expect(first && strings.at(first, 'filename')).toBeNull();
    expect(second && strings.at(second, 'file_base64')).toBeNull();
    expect(third && strings.at(third, 'file_base64')?.problem).toContain('Character 1');
  });

  it('asks for no sink in lists, for keys, for a lone string, or in what is dropped', () => {
    const rules: StreamedJsonRules = {
      keep: ([name]) => name === 'kept',
      sinkFor: () => {
        throw new Error('was asked');
      },
    };
    expect(value('{"kept":["a",["b"]],"x":"c","y":{"z":"d"}}', rules)).toEqual({ kept: ['a', ['b']] });
    expect(value('"a"', rules)).toBe('a');
  });

  it('gives a sink the same text wherever the body is cut', () => {
    const body = Buffer.from('{"t":"a\\ud83d\\ude00\\/😀é€\\n\\u0041"}');
    for (let at = 0; at <= body.length; at++) {
      const sink = new Gathered();
      read(cut(body, [at]), { keep: () => true, sinkFor: () => sink });
      expect(sink).toMatchObject({ text: 'a😀/😀é€\nA', ended: 1 });
    }
  });

  it('ends an empty string in its sink', () => {
    const sink = new Gathered();
    read([Buffer.from('{"t":""}')], { keep: () => true, sinkFor: () => sink });
    expect(sink).toMatchObject({ text: '', ended: 1 });
  });

  it('skips the rest of a string whose sink has a problem, and reads on', () => {
    const sink = new Gathered(10_000);
    const body = read(repeated('{"t":"', 'x', '","after":1}', 100_000), { keep: () => true, sinkFor: () => sink });
    if (!body.ok) throw new Error(body.problem);
    expect(body.value).toEqual({ t: '', after: 1 });
    expect(body.strings.at(body.value as JsonObject, 't')).toEqual({ sink, problem: 'That is enough.' });
    expect(sink.ended).toBe(0);
    expect(sink.text.length).toBeLessThan(20_000);
  });

  it('takes keys, numbers, objects and values up to their limits and refuses one more', () => {
    const keys = (count: number): string => `{${Array.from({ length: count }, (_, n) => `"${n}":0`).join()}}`;
    const zeros = (count: number): string => `[${Array(count).fill(0).join()}]`;
    expect(value(`{"${'k'.repeat(1_024)}":1}`)).toBeDefined();
    expect(problem(`{"${'k'.repeat(1_025)}":1}`)).toContain('A key is longer than 1024 characters');
    expect(value('1'.repeat(1_000))).toBe(Infinity);
    expect(problem('1'.repeat(1_001))).toContain('A number is longer than 1000 characters');
    expect(Object.keys(value(keys(10_000)) as JsonObject)).toHaveLength(10_000);
    expect(problem(keys(10_001))).toContain('more than 10000 keys');
    expect(value(zeros(99_999))).toHaveLength(99_999);
    expect(problem(zeros(100_000))).toContain('The JSON holds too much beside its files');
    const full = Array(MEBI / 16_384).fill('x'.repeat(16_384));
    expect(value(JSON.stringify(full))).toEqual(full);
    expect(problem(JSON.stringify([...full, 'x']))).toContain('The JSON holds too much beside its files');
    expect(problem(JSON.stringify({ key: full }))).toContain('too much');
  });

  it('keeps the first 16,384 characters of a string, wherever the body is cut', () => {
    const long = 'é😀x'.repeat(100_000);
    const bytes = Buffer.from(JSON.stringify({ a: long, b: 'b', c: [long, 'c'] }));
    const kept = long.slice(0, 16_384);
    for (const places of [[], [8_001, 30_002], [700_003, 1_400_001]])
      expect(read(cut(bytes, places), KEEP_ALL)).toMatchObject({ value: { a: kept, b: 'b', c: [kept, 'c'] } });
  });

  it('takes 20,000 keys in objects that stand in each other and refuses one more, dropped or not', () => {
    const level = (count: number): string => `{${Array.from({ length: count }, (_, n) => `"${n}":0,`).join('')}"in":`;
    const full = level(9_999) + level(9_998);
    expect(read([Buffer.from(`[${full}{"a":1}}},${full}{"a":1}}}]`)], DROP_ALL).ok).toBe(true);
    for (const rules of [KEEP_ALL, DROP_ALL])
      expect(problem(`{"drop":${full}{"a":1}}}}`, rules)).toMatch(
        /^An object and those around it have more than 20000 keys together; split them \(near byte \d+\)\.$/,
      );
  });

  it('counts nothing of what is dropped against what may be kept', () => {
    const rules: StreamedJsonRules = { keep: ([name]) => name === 'kept', sinkFor: () => null };
    const big = `[${Array(150_000).fill('{"some":"text"}').join()},"${'x'.repeat(2 * MEBI)}"]`;
    expect(value(`{"drop":${big},"kept":"ok"}`, rules)).toEqual({ kept: 'ok' });
  });

  it('refuses keys that are too long together, also where they are dropped', () => {
    const level = `{${Array.from({ length: 5_000 }, (_, n) => `"${String(n).padStart(300, 'k')}":0,`).join('')}"in":`;
    expect(problem(`{"drop":${level.repeat(4)}`, DROP_ALL)).toContain('The keys of an object and of those around it');
    expect(read([Buffer.from(`{"drop":[${`${level}0},`.repeat(4)}0]}`)], DROP_ALL).ok).toBe(true);
  });

  it('survives hostile bodies of 64 MB, whatever they are made of', () => {
    const size = 64_000_000;
    expect(problem(repeated('', '[', '', size))).toContain('nested');
    expect(problem(repeated('{"d":', '{"a":', '', size), DROP_ALL)).toContain('nested');
    expect(problem(repeated('[', '1,', '1]', size))).toContain('too much');
    expect(problem(repeated('{"', 'k', '":1}', size), DROP_ALL)).toContain('A key is longer');
    expect(problem(repeated('{"d":', '1', '}', size), DROP_ALL)).toContain('A number is longer');
    expect(problem(repeated('{"d":"', '\\', '\\"}', size / 8), DROP_ALL)).toContain('not JSON');
    expect(read(repeated('{"d":"', 'x', '"}', size), DROP_ALL).ok).toBe(true);
    expect(read(repeated('{"d":[', '1,', '1]}', size / 8), DROP_ALL).ok).toBe(true);
  });
});
