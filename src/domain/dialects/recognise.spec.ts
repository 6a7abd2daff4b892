import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { JsonObject, JsonValue } from '../strict-json.js';
import { ALL_DIALECTS, dialectNamed } from './all-dialects.js';
import { DIALECTS, isDialectName, type ForeignAnswer } from './dialect.js';
import { ALL_EXAMPLES } from './published/all-examples.js';
import { azureUnmarked } from './published/azure-examples.js';
import { published } from './published/published-answer.js';
import { recognise, type Known } from './recognise.js';

const AUTO: Known = { setting: 'auto', pinned: null, locationMonitor: false };
const URL_ASKED = 'https://seller.example/status/7d3c0f9e-2f0c-4b0a-9f6e-0c0de0c0de00';

const listed = Object.entries(ALL_EXAMPLES).flatMap(([system, examples]) =>
  Object.entries(examples).map(([name, answer]) => [system, name, answer] as const),
);

/** What it is called: ours, a dialect's name, ambiguous or unknown. */
function whose(answer: ForeignAnswer, known: Partial<Known> = {}): string {
  const found = recognise(answer, { ...AUTO, ...known });
  return found.kind === 'foreign' ? found.dialect.name : found.kind;
}

const ours: JsonObject[] = [
  { status: 'processing' },
  { status: 'processing', progress: 40, message: 'Rendering', eta_s: 60, next_check_s: 30 },
  { status: 'completed', result_text: 'hi' },
  { status: 'completed', output_type: 'json', result_text: '{}', completed_at: '2026-01-01T00:00:00Z' },
  { status: 'completed', result_url: 'https://seller.example/r.png' },
  { status: 'completed', file_base64: 'aGk=', filename: 'a.txt', mime_type: 'text/plain' },
  { status: 'completed', files: [{ filename: 'a.txt', object_key: 'orders/7/a.txt' }] },
  { status: 'failed', error: 'Out of paint.' },
  { status: 'failed', error: { code: 'E7', message: 'Out of paint.' } },
  { ok: true, order_id: '7d3c0f9e-2f0c-4b0a-9f6e-0c0de0c0de00', result_text: 'hi' },
  { ok: false, order_id: '7d3c0f9e-2f0c-4b0a-9f6e-0c0de0c0de00', error: 'Out of paint.' },
  { ok: true, order_id: '7d3c0f9e-2f0c-4b0a-9f6e-0c0de0c0de00', status: 'processing', progress: 10 },
];

const everyday: [JsonValue, string][] = [
  [{ status: 'processing', id: 1 }, 'ours'],
  [{ status: 'processing', id: 'a', created_at: '2026-01-01T00:00:00Z', model: 'x', version: '1' }, 'ours'],
  [{ status: 'completed', result: 'x' }, 'ours'],
  [{ status: 'completed', job_id: '7', result_text: 'x' }, 'ours'],
  [{ status: 'completed', id: '7', job_id: '7', result_text: 'x' }, 'ours'],
  [{ status: 'completed', job_id: '7', result: 'x' }, 'ours'],
  [{ status: 'failed', error: 'x', startTime: '2026-01-01T00:00:00Z', endTime: '2026-01-01T00:00:00Z' }, 'ours'],
  [{ status: 'completed', object: 'batch' }, 'ours'],
  [{ status: 'completed', request_id: 'r', output_type: 'text', result_text: 'x' }, 'ours'],
  [{ status: 'processing', urls: { get: 'https://seller.example/status/7' }, model: 'x', version: '1' }, 'ours'],
  [{ done: false }, 'unknown'],
  [{ name: 'x', done: true, response: {} }, 'unknown'],
  [{ name: 'operations', done: true }, 'unknown'],
  [{ name: 'x', status: 'Running' }, 'unknown'],
  [{ name: 'x', status: 'Running', startTime: '2026-01-01T00:00:00Z', endTime: null }, 'unknown'],
  [{ id: '7', status: 'Succeeded', result: {} }, 'unknown'],
  [{ object: 'batch', status: 'in_progress' }, 'unknown'],
  [{ request_id: 'r', status: 'OK' }, 'unknown'],
  [{ request_id: 'r', status: 'IN_PROGRESS', logs: [] }, 'unknown'],
  [{ status: 'COMPLETED', response_url: 'https://seller.example/r/7' }, 'unknown'],
  [{ code: 200, message: 'success', data: { taskId: '7' } }, 'unknown'],
  [{ code: 200, message: 'success', data: { taskId: '7', state: 'processing' } }, 'unknown'],
  [{ code: 200, msg: 'success', data: { taskId: '7', state: 'success', resultJson: '{}', costTime: 1 } }, 'unknown'],
  [{ data: { id: '7', status: 'RUNNING' } }, 'unknown'],
  [{ data: { id: '7', actId: 'a', status: 'SUCCEEDED' } }, 'unknown'],
  [{ job_id: '7', status: 'running' }, 'unknown'],
  [{ id: '7', status: 'succeeded', output: 'x', urls: { get: URL_ASKED } }, 'unknown'],
  [{}, 'unknown'],
  [[{ status: 'completed' }], 'unknown'],
  ['completed', 'unknown'],
  [7, 'unknown'],
  [null, 'unknown'],
];

describe('whose words an answer is in, told by the answer alone', () => {
  it.each(listed)('%s: %s', (system, _name, answer) => expect(whose(answer)).toBe(system));

  it.each(ours)('ours: %j', (body) => expect(whose(published(URL_ASKED, body))).toBe('ours'));

  it.each(everyday)('everyday: %j is %s', (body, expected) => {
    expect(whose(published(URL_ASKED, body))).toBe(expected);
  });

  it('is ambiguous where two systems leave their marks, and says which', () => {
    const both = { ...(ALL_EXAMPLES.replicate['processing']?.body as JsonObject), object: 'batch', endpoint: '/v1' };
    expect(recognise(published(URL_ASKED, both), AUTO)).toEqual({
      kind: 'ambiguous',
      names: ['replicate', 'openai_batch'],
      problem:
        'The answer can be read as Replicate prediction (replicate) and as OpenAI batch (openai_batch): name one of them in response.dialect.',
    });
  });
});

describe('whose words an answer is in, told by what is known before', () => {
  const words = published(URL_ASKED, { status: 'completed', result_text: 'x' });
  const batch = ALL_EXAMPLES.openai_batch['completed'] as ForeignAnswer;
  const odd = published(URL_ASKED, { state: 'odd' });

  it.each(DIALECTS)('a setting of %s reads everything', (setting) => {
    for (const answer of [words, batch, odd, published(URL_ASKED, null)])
      expect(whose(answer, { setting })).toBe(setting);
  });

  it('a setting of roundtrip takes everything for ours', () => {
    for (const answer of [words, batch, odd])
      expect(whose(answer, { setting: 'roundtrip', pinned: 'fal' })).toBe('ours');
  });

  it('a pin is as strong, but for a body in our words that bears no marks', () => {
    expect(whose(words, { pinned: 'replicate' })).toBe('ours');
    expect(whose(batch, { pinned: 'replicate' })).toBe('replicate');
    expect(whose(odd, { pinned: 'replicate' })).toBe('replicate');
    expect(whose(batch, { pinned: 'roundtrip' })).toBe('ours');
    expect(whose(odd, { pinned: 'roundtrip' })).toBe('ours');
  });

  it.each([200, 201, 204])(
    'HTTP %s of a Location monitor is the result itself where the body tells nothing',
    (status) => {
      const done = (body: JsonValue | null) => published(URL_ASKED, body, { status });
      expect(whose(done({ total: 7 }), { locationMonitor: true })).toBe('location');
      expect(whose(done(null), { locationMonitor: true })).toBe('location');
      expect(whose(done(null))).toBe('unknown');
      expect(whose(done(words.body), { locationMonitor: true })).toBe('ours');
      expect(whose({ ...batch, status }, { locationMonitor: true })).toBe('openai_batch');
    },
  );

  it('202 of a Location monitor is nobody’s', () => {
    expect(whose(published(URL_ASKED, null, { status: 202 }), { locationMonitor: true })).toBe('unknown');
  });

  it('a bare monitor is Azure’s where one of its headers named the URL', () => {
    for (const answer of Object.values(azureUnmarked)) {
      expect(whose(answer)).toBe('unknown');
      expect(whose(answer, { operationMonitor: true })).toBe('azure');
    }
    expect(whose(published(URL_ASKED, { status: 'failed' }), { operationMonitor: true })).toBe('ours');
    expect(whose(odd, { operationMonitor: true })).toBe('unknown');
  });
});

describe('the dialects', () => {
  it('are listed by their names, and known by them', () => {
    expect(ALL_DIALECTS.map((dialect) => dialect.name)).toEqual(DIALECTS);
    expect(DIALECTS.map((name) => dialectNamed(name).name)).toEqual(DIALECTS);
    expect([isDialectName('fal'), isDialectName('roundtrip'), isDialectName(null)]).toEqual([true, false, false]);
  });

  /** Bodies near the published ones: some of their fields, from any system, with any values. */
  const fields = fc.constantFrom(
    ...new Set(listed.flatMap(([, , answer]) => Object.entries(answer.body as JsonObject)).map(([key]) => key)),
  );
  const values = fc.oneof(
    fc.constantFrom(...listed.flatMap(([, , answer]) => Object.values(answer.body as JsonObject))),
    fc.jsonValue() as fc.Arbitrary<JsonValue>,
  );
  const bodies: fc.Arbitrary<JsonValue> = fc.oneof(
    fc.dictionary(fields, values) as fc.Arbitrary<JsonObject>,
    fc.tuple(fc.constantFrom(...listed), fields, values).map(([[, , answer], field, value]) => ({
      ...(answer.body as JsonObject),
      [field]: value,
    })),
    fc.jsonValue() as fc.Arbitrary<JsonValue>,
  );
  const statuses = fc.constantFrom(200, 201, 202, 204, 422, 500);
  const urls = fc.oneof(fc.webUrl(), fc.constantFrom(...listed.map(([, , answer]) => answer.url)));
  const headers = fc.dictionary(fc.constantFrom('location', 'operation-location', 'x-ms-request-id'), fc.string());
  const answers = fc.record({ status: statuses, headers, url: urls, body: bodies });

  it('never throw, and lead nowhere but to the origin that was called, whatever the answer', () => {
    fc.assert(
      fc.property(answers, fc.boolean(), (answer, known) => {
        recognise(answer, { ...AUTO, locationMonitor: known, operationMonitor: !known });
        for (const dialect of ALL_DIALECTS) {
          const verdict = dialect.read(answer);
          dialect.readFetchFailure?.(answer);
          const { statusUrl } = dialect.handle(answer);
          const led = [statusUrl, verdict.kind === 'elsewhere' ? verdict.url : null].filter((url) => url !== null);
          for (const url of led) expect(new URL(url).origin).toBe(new URL(answer.url).origin);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
