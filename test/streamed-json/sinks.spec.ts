import { describe, expect, it } from '@jest/globals';
import { Base64Stream } from '../../src/domain/base64-stream.js';
import { StreamedJson, type StreamedJsonRules } from '../../src/domain/streamed-json.js';
import { parseStrictJson, type JsonObject } from '../../src/domain/strict-json.js';
import { KEEP_ALL, DROP_ALL, MEBI, read, problem, value, cut, repeated, Gathered } from './streamed.js';

describe('streamed JSON', () => {
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
});
