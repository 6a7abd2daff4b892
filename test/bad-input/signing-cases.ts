import type { CallOptions } from '../support/roundtrip.js';
import type { BadCase } from './cases.js';

const invalid = { status: 400, code: 'invalid_request' };

function rotation(kind: string, sent: { body?: unknown } & CallOptions, field: string, says: RegExp): BadCase {
  return {
    ...{ kind, ...invalid, field, says },
    request: () => ({ method: 'POST', path: '/signing-secret/rotate', ...sent }),
  };
}

export const BAD_ROTATIONS: readonly BadCase[] = [
  ...[-1, 604_801, 0.5, '60', null, true, [60], {}].map((grace_s) =>
    rotation(`a grace of ${JSON.stringify(grace_s)}`, { body: { grace_s } }, 'grace_s', /whole number of seconds/),
  ),
  ...[[], 'now', 60, null].map((body) =>
    rotation(`${JSON.stringify(body)} as its body`, { body }, 'body', /must be a JSON object/),
  ),
  { ...rotation('broken JSON', { raw: '{"grace_s":' }, 'body', /line 1/), code: 'invalid_json' },
  { ...rotation('a key twice', { raw: '{"grace_s":1,"grace_s":2}' }, 'body', /stands twice/), code: 'invalid_json' },
  ...['sel_none', '', 'operator%00', '%27%20OR%201=1'].map((id): BadCase => ({
    ...{ kind: `that of the seller "${id}"`, status: 404, code: 'not_found', field: null, says: /no such seller/ },
    request: () => ({ method: 'POST', path: `/v1/signing-secret/rotate?seller_id=${id}`, body: {} }),
  })),
];
