import { describe, expect, it } from '@jest/globals';
import { PollVault } from './poll-secrets.js';

/** Seals nothing: what would be sealed is seen. */
const vault = new PollVault({ seal: (text) => text, open: (text) => text, deriveKeys: () => [] });

describe('what is sealed of a poll that has ended', () => {
  it('holds its URLs and the headers of its webhook, and of those of its request what reads show', () => {
    const headers = { Authorization: 'Bearer abcdefghijklmnop', 'Content-Type': 'text/csv' };
    const others = { url: 'https://a.test/?k=v', webhook_url: 'https://b.test/', webhook_headers: { 'X-Key': 'kept' } };
    const sealed = vault.sealEnded({ poll_id: 'pol_1', sealed: JSON.stringify({ headers, ...others }) });
    expect(JSON.parse(sealed)).toEqual({
      ...others,
      ...{ headers: { Authorization: '••••mnop', 'Content-Type': 'text/csv' }, headers_masked: true },
    });
  });
});
