import { BadSeller } from '../../../src/habits/bad-seller.js';
import { eventually } from '../../support/eventually.js';
import type { LocalAuthority } from '../../support/local-authority.js';
import type { Showcase } from './showcase.js';

const AUTH_HEADERS = { Authorization: 'Bearer a key of sixteen and more' };
const TEST_WITHIN_MS = 60_000;

/** A tool whose conformance test found something to tell. Its seller is to be closed. */
export async function startTestedTool(
  showcase: Showcase,
  authority: LocalAuthority,
  sellerId: string,
): Promise<BadSeller> {
  const seller = await BadSeller.start({
    ...{ habits: ['unknown-is-200', 'clock-skew'], road: 'both', authHeaders: AUTH_HEADERS, workMs: 300 },
    certificate: await authority.issue(['localhost', '127.0.0.1']),
  });
  const tool = await showcase.api('POST', '/v1/tools', {
    ...{ seller_id: sellerId, short_id: 'translate', name: 'Translate a page' },
    ...{ ...seller.urls, auth_headers: AUTH_HEADERS },
  });
  seller.trust(tool.body);
  const { test_id } = (await showcase.api('POST', '/v1/tools/translate/test', {})).body as { test_id: string };
  const isOver = async () =>
    (await showcase.api('GET', `/v1/tools/translate/tests/${test_id}`)).body.status !== 'running';
  await eventually(isOver, { withinMs: TEST_WITHIN_MS, every: 200 });
  return seller;
}
