import { describe, expect, it } from '@jest/globals';
import { checkResponse } from './check-response.js';
import { DIALECTS } from './dialect.js';

const done = { completed_when: { body: { state: ['done'] } } };

/** Field and message of each problem; none where it is accepted as it was given. */
function problems(value: unknown): string[] {
  const checked = checkResponse(value);
  if (!checked.ok) return checked.problems.map(({ field, message }) => `${field}: ${message}`);
  expect(checked.response).toEqual(value);
  return [];
}

describe('a tool’s response', () => {
  it.each(['auto', 'roundtrip', ...DIALECTS])('may name the dialect %s', (dialect) => {
    expect(problems({ dialect })).toEqual([]);
  });

  it.each<[string, object]>([
    ['a place for the result', { ...done, result_at: '/output' }],
    ['the whole body as the result', { ...done, result_at: '' }],
    ['a URL to ask', { ...done, result_from: '/links/result' }],
    [
      'everything',
      {
        ...done,
        failed_when: { status: [410], body: { state: ['error', 'gone'] } },
        ...{ progress_at: '/progress', message_at: '/note', error_at: '/error' },
        ...{ result_at: ['/data/resultJson', '/resultUrls'], result_is: 'urls' },
      },
    ],
  ])('may map answers, with %s', (_what, value) => expect(problems(value)).toEqual([]));

  it.each<[unknown, string[]]>([
    [null, ['response: Give an object with a dialect, or with completed_when and result_at.']],
    [[], ['response: Give an object with a dialect, or with completed_when and result_at.']],
    [
      { dialect: 'kie' },
      [
        'response.dialect: There is no such dialect; use auto, roundtrip, apixo, azure, location, google, fal, replicate, openai_batch, apify, mip_003.',
      ],
    ],
    [
      { dialect: 'fal', ...done },
      ['response.completed_when: Where a dialect is named, nothing else can be; give one or the other.'],
    ],
    [
      {},
      [
        'response.completed_when: Say by which answer the order is completed.',
        'response.result_at: Say where the result is: result_at ("" for the whole body), or result_from.',
      ],
    ],
    [
      { ...done, result_at: '/a', result_from: '/b' },
      ['response.result_from: Give one of result_at and result_from, not both.'],
    ],
    [
      { ...done, result_from: '/b', result_is: 'url' },
      ['response.result_is: It goes with result_at; what result_from leads to is read by its Content-Type.'],
    ],
    [
      { ...done, result_at: '/a', result_is: 'file' },
      ['response.result_is: Must be one of url, urls, text, json, base64, json_string.'],
    ],
    [
      { ...done, result_at: 'a' },
      ['response.result_at: A JSON Pointer begins with a slash, such as "/data/state"; "" is the whole body.'],
    ],
    [
      { ...done, result_at: '/a', progress_at: [] },
      ['response.progress_at: The list is empty; give at least one JSON Pointer.'],
    ],
    [
      { ...done, result_at: '/a', done_when: {} },
      [
        'response.done_when: There is no such field; use dialect alone, or completed_when, failed_when, progress_at, message_at, error_at, result_at, result_from, result_is.',
      ],
    ],
  ])('is refused: %j', (value, expected) => expect(problems(value)).toEqual(expected));

  it('names the place in a filter that does not fit', () => {
    const value = { completed_when: { body: { state: 'done' } }, failed_when: {}, result_at: '' };
    expect(problems(value)).toEqual([
      'response.completed_when.body.state: Put the value in a list, as in ["done"].',
      'response.failed_when: The filter asks nothing and would match every answer; name a condition.',
    ]);
  });

  it('clips a field name that is too long to be one', () => {
    const [first] = problems({ ...done, result_at: '', [`completed_when${'x'.repeat(5000)}`]: 1 });
    expect(first?.length).toBeLessThan(300);
  });
});
