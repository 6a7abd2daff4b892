import { describe, expect, it } from '@jest/globals';
import type { ForeignAnswer } from './dialect.js';
import { location } from './location.js';

const url = 'https://seller.example/monitors/7?key=x';
const answer = (status: number, body: ForeignAnswer['body'], headers: Record<string, string> = {}): ForeignAnswer => ({
  ...{ status, body, headers, url },
});
const read = (...given: Parameters<typeof answer>) => location.read(answer(...given));
const completed = (result: object) => ({ kind: 'completed', completedAtMs: null, result });

describe('an answer of a Location monitor', () => {
  it('of 202 is still working, whatever its body', () => {
    const working = { kind: 'processing', progress: null, message: null, nextCheckS: null };
    expect(read(202, null)).toEqual(working);
    expect(read(202, { status: 'done' })).toEqual(working);
  });

  it.each([
    ['an object', 200, { total: 7 }, { outputType: 'json', text: '{"total":7}' }],
    ['an object, created', 201, { id: 7 }, { outputType: 'json', text: '{"id":7}' }],
    ['a URL', 200, 'https://seller.example/r.pdf', { outputType: 'url', url: 'https://seller.example/r.pdf' }],
    ['nothing', 204, null, { outputType: 'text', text: '' }],
  ])('is the result itself: %s', (_what, status, body, result) => {
    expect(read(status, body)).toMatchObject(completed(result));
  });

  it('that is no JSON is read by asking the same URL once more', () => {
    expect(read(200, null)).toEqual({ kind: 'elsewhere', url, completedAtMs: null });
    expect(read(201, null)).toEqual({ kind: 'elsewhere', url, completedAtMs: null });
  });

  it('of 201 without a body leads to what was created', () => {
    expect(read(201, null, { location: '/things/7' })).toMatchObject({
      kind: 'elsewhere',
      url: 'https://seller.example/things/7',
    });
    expect(read(201, null, { location: 'https://other.example/7' })).toMatchObject({ kind: 'bad_result' });
  });

  it('of any other status says nothing', () => {
    expect(read(206, null)).toEqual({
      kind: 'unreadable',
      problem: 'Location monitor: HTTP 206 is none of 200, 201, 202 and 204.',
    });
  });

  it('is asked where the reply says, on the same origin only', () => {
    const handle = (target?: string) =>
      location.handle(answer(202, null, target === undefined ? {} : { location: target }));
    expect(handle('/monitors/8#top')).toEqual({
      remoteId: null,
      statusUrl: 'https://seller.example/monitors/8',
      note: null,
    });
    expect(handle('//other.example/8').statusUrl).toBeNull();
    expect(handle('https://user:pass@seller.example/8').statusUrl).toBeNull();
    expect(handle('https://').note).toBe('The answer names a status URL that is no URL.');
    expect(handle()).toEqual({ remoteId: null, statusUrl: null, note: null });
  });

  it('bears no marks', () => expect(location.bearsMarks(answer(202, null, { location: '/monitors/8' }))).toBe(false));
});
