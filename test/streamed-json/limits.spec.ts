import { describe, expect, it } from '@jest/globals';
import { type StreamedJsonRules } from '../../src/domain/streamed-json.js';
import { type JsonObject } from '../../src/domain/strict-json.js';
import { KEEP_ALL, DROP_ALL, MEBI, read, problem, value, cut, repeated } from './streamed.js';

describe('the limits of streamed JSON', () => {
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
