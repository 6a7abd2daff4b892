import type { JsonObject } from '../../strict-json.js';
import { published } from './published-answer.js';

const GET = 'https://api.openai.com/v1/batches/batch_abc123';
const batch: JsonObject = {
  ...{ id: 'batch_abc123', object: 'batch', endpoint: '/v1/chat/completions', errors: null },
  ...{ input_file_id: 'file-abc123', completion_window: '24h', output_file_id: null, error_file_id: null },
  ...{ created_at: 1711471533, in_progress_at: null, expires_at: 1711557933, completed_at: null, metadata: {} },
  request_counts: { total: 0, completed: 0, failed: 0 },
};
const at = (more: JsonObject, url = GET) => published(url, { ...batch, ...more });
const counts = { total: 100, completed: 60, failed: 5 };
const done = {
  status: 'completed',
  output_file_id: 'file-cvaTdG',
  error_file_id: 'file-HOWS94',
  completed_at: 1711493163,
};
const fault = { code: 'invalid_json_line', message: 'This line is not valid JSON.', param: null, line: 3 };
const AZURE = 'https://x.openai.azure.com/openai/batches/batch_abc123?api-version=2024-10-21&key=secret';

/** https://platform.openai.com/docs/api-reference/batch; the states as openai-python, types/batch.py lists them. */
export const openaiBatchExamples = {
  reply: at({ status: 'validating' }, 'https://api.openai.com/v1/batches'),
  validating: at({ status: 'validating' }),
  in_progress: at({ status: 'in_progress', request_counts: counts }),
  finalizing: at({ status: 'finalizing', request_counts: { total: 100, completed: 95, failed: 5 } }),
  cancelling: at({ status: 'cancelling', request_counts: counts }),
  completed: at(done),
  "completed in Azure's edition": at(done, AZURE),
  'completed, every request failed': at({ ...done, output_file_id: null }),
  failed: at({ status: 'failed', errors: { object: 'list', data: [fault] } }),
  expired: at({ status: 'expired', expired_at: 1711557933 }),
  cancelled: at({ status: 'cancelled', cancelled_at: 1711557933 }),
};
