import type { JsonObject } from '../../strict-json.js';
import { published } from './published-answer.js';

const STATUS = 'https://api.apixo.ai/api/v1/statusTask/nano-banana?taskId=task_abc123xyz789';
const JOB = 'https://api.apixo.ai/api/v1/generateTask/nano-banana';
const task = (data: JsonObject): JsonObject => ({
  code: 200,
  message: 'success',
  data: { taskId: 'task_abc123xyz789', ...data },
});
const done = {
  state: 'success',
  resultJson: '{"resultUrls":["https://cdn.apixo.ai/output/abc123.jpg"]}',
  ...{ costTime: 12500, createTime: 1704067200000, completeTime: 1704067212500 },
};
const failure = { failCode: 'CONTENT_VIOLATION', failMsg: 'Content violates usage policy' };
const two = '{"resultUrls":["https://cdn.apixo.ai/output/a.jpg","https://cdn.apixo.ai/output/b.jpg"]}';

/** https://apixo.ai/docs/api-reference: "Status Task", "Response Format", "Webhooks", "Generate Task". */
export const apixoExamples = {
  reply: published(JOB, task({})),
  pending: published(STATUS, task({ state: 'pending', createTime: 1704067200000 })),
  processing: published(STATUS, task({ state: 'processing', createTime: 1704067200000 })),
  success: published(STATUS, task(done)),
  'success with two URLs': published(STATUS, task({ ...done, resultJson: two })),
  failed: published(STATUS, task({ state: 'failed', ...failure, createTime: 1704067200000 })),
  'callback of a success': published(JOB, task(done)),
  'callback of a failure': published(JOB, task({ state: 'failed', ...failure })),
};
