import type { ToolSettings } from '../orders/seller-tools.js';
import { compileTemplate, type PayloadTemplate } from '../domain/payload-template.js';
import type { ResponseSetting } from '../domain/dialects/response-mapping.js';
import type { PollPlan } from '../domain/poll-plan.js';
import type { PinnedDialect } from '../domain/reading.js';
import type { JsonObject } from '../domain/strict-json.js';
import type { ToolRow } from '../storage/entities/tool.js';

/** A row as the journey of an order reads it. What was checked when it was saved is not checked again. */
export function parseTool(row: ToolRow): ToolSettings {
  return {
    shortId: row.short_id,
    sellerId: row.seller_id,
    jobUrl: row.job_url,
    statusUrl: row.status_url,
    statusBatchUrl: row.status_batch_url,
    callbackAuth: row.callback_auth === 'url_token' ? 'url_token' : 'secret',
    template: row.payload_template === null ? null : compiled(row.short_id, row.payload_template),
    poll: JSON.parse(row.poll) as PollPlan,
    inputsSchema: row.inputs_schema === null ? null : (JSON.parse(row.inputs_schema) as JsonObject),
    deadlineS: row.deadline_s,
    maxConcurrency: row.max_concurrency,
    mirrorResultUrl: row.mirror_result_url === 1,
    response: row.response === null ? { dialect: 'auto' } : (JSON.parse(row.response) as ResponseSetting),
    dialect: row.dialect as PinnedDialect | null,
    remoteIdAt: row.remote_id_at,
    paused: row.paused_at !== null,
    grade: row.grade,
    deleted: row.deleted_at !== null,
  };
}

function compiled(shortId: string, text: string): PayloadTemplate {
  const read = compileTemplate(text);
  if (!read.ok) throw new Error(`The stored template of tool ${shortId} does not compile: ${read.problem}`);
  return read.template;
}
