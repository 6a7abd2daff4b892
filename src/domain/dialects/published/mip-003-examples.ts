import type { JsonObject } from '../../strict-json.js';
import { published } from './published-answer.js';

const GET = 'https://example-url.com/status?job_id=job_456abc';
const JOB = 'https://example-url.com/start_job';
const at = (more: JsonObject) =>
  published(GET, { id: 'ae56b846-f86c-4367-8511-dee68b8ca18d', job_id: 'job_456abc', ...more });
const question = { id: 'linkedin_url', type: 'string', name: 'LinkedIn Profile URL' };
const begun = {
  ...{ id: '18d66eed-6af5-4589-b53a-d2e78af657b6', job_id: 'job_456abc', blockchainIdentifier: 'block_789def' },
  ...{
    payByTime: 1721480200,
    submitResultTime: 1717171717,
    unlockTime: 1717172717,
    agentIdentifier: 'resume-wizard-v1',
  },
  ...{ sellerVKey: 'addr1qxlkjl23k4jlksdjfl234jlksdf', identifierFromPurchaser: 'resume-job-123', input_hash: 'a87f' },
};

/** MIP-003 (https://docs.masumi.network/mips/_mip-003), and the answers without `id` of its earlier editions. */
export const mip003Examples = {
  reply: published(JOB, { ...begun, status: 'success' }),
  'reply of an error': published(JOB, { ...begun, status: 'error' }),
  awaiting_payment: at({ status: 'awaiting_payment' }),
  awaiting_input: at({ status: 'awaiting_input', input_schema: { input_data: [question] } }),
  running: at({ status: 'running' }),
  pending: published(GET, { job_id: 'job_456abc', status: 'pending', message: 'Queued' }),
  completed: at({ status: 'completed', result: 'Resume generated successfully' }),
  'completed with a URL': at({ status: 'completed', result: 'https://example-url.com/r.pdf' }),
  'completed in an earlier edition': published(GET, { job_id: 'job_456abc', status: 'completed', result: 'Done' }),
  'completed without a result': at({ status: 'completed' }),
  failed: at({ status: 'failed' }),
  'failed with its reason': at({ status: 'failed', result: 'The model gave up.' }),
};
