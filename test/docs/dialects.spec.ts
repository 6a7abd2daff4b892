import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { checkResponse } from '../../src/domain/dialects/check-response.js';
import { DIALECTS } from '../../src/domain/dialects/dialect.js';
import { checkPointerPath } from '../../src/domain/dialects/json-pointer.js';
import { checkStatusUrl } from '../../src/domain/url-rules.js';

const page = readFileSync(new URL('../../docs/dialects.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/^```json\n(.*?)^```$/gms)].map(([, text]) => JSON.parse(text!) as object);

describe('docs/dialects.md', () => {
  it('shows a mapping that is taken, and an id that can be asked by', () => {
    const [byId, mapping] = examples as [{ status_url: string; remote_id_at: string }, object];
    expect(checkResponse(mapping)).toEqual({ ok: true, response: mapping });
    expect(checkStatusUrl(byId.status_url)).toEqual({ ok: true, url: byId.status_url });
    expect(checkPointerPath(byId.remote_id_at)).toBeNull();
  });

  it('tells of every dialect', () => {
    const told = [...page.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);
    expect(told.sort()).toEqual([...DIALECTS].sort());
  });
});
