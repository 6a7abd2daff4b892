import type { Clock } from '../domain/clock.js';
import { Problem } from '../domain/problem.js';
import { BATCH_CHECK_ORDERS } from '../domain/batch-answer.js';
import { originOf } from '../domain/url-rules.js';
import type { Tx, UnitOfWork } from '../storage/database/unit-of-work.js';
import type { ToolRow } from '../storage/entities/tool.js';
import type { NoticeStore } from '../storage/notice-store.js';
import type { ToolChanges, ToolStore } from '../storage/tool-store.js';
import type { Asker, AuditLog } from '../storage/audit-log.js';
import { digestOfTool } from './conformance/test-settings.js';
import { holdTool } from './own-tool.js';
import type { CheckedChange, ToolFields, ToolRules } from './tool-rules.js';
import type { ToolSecrets } from './tool-secrets.js';
import type { ToolView, ToolViews } from './tool-view.js';
import type { ToolTarget, ToolWork } from './tool-work.js';

export interface ChangeToolParts {
  readonly unit: UnitOfWork;
  readonly tools: ToolStore;
  readonly notices: NoticeStore;
  readonly rules: ToolRules;
  readonly secrets: ToolSecrets;
  readonly views: ToolViews;
  readonly work: ToolWork;
  readonly audit: AuditLog;
  readonly clock: Clock;
}

/** Changes a tool (contract, section 3). Open orders follow: their work moves in the same transaction. */
export class ChangeTool {
  constructor(private readonly parts: ChangeToolParts) {}

  async change(asker: Asker, shortId: string, fields: ToolFields): Promise<ToolView> {
    const checked = await this.parts.rules.checkChange(fields);
    return this.parts.unit.run(async (tx) => {
      const before = await holdTool(this.parts.tools, tx, asker, shortId);
      const after = await this.apply(tx, before, checked);
      const details = {
        fields: Object.keys(fields).filter((field) => fields[field as keyof ToolFields] !== undefined),
      };
      await this.parts.audit.record(tx, asker.caller, 'tool.changed', shortId, details, asker.requestId);
      return this.parts.views.whole(after);
    }, 'anew');
  }

  private async apply(tx: Tx, before: ToolRow, { columns, headers }: CheckedChange): Promise<ToolRow> {
    if (headers === null) refuseNewOrigins(before, { ...before, ...columns });
    const changes: ToolChanges = { ...columns };
    // How its answers are read was said anew, or somebody else gives them: what they taught us before does not count any more.
    if (columns.response !== undefined || moved(before, columns)) changes.dialect = null;
    if (headers !== null) changes.auth_headers = this.parts.secrets.sealHeaders(before.short_id, headers);
    // What was tested is another thing now.
    if (digestOfTool({ ...before, ...changes }) !== digestOfTool(before))
      Object.assign(changes, { grade: null, graded_at: null });
    const after = await this.parts.tools.update(tx, before.short_id, changes, this.parts.clock.now());
    if (headers !== null) await this.parts.notices.close(tx, before.short_id, 'unauthorized');
    await this.retarget(tx, before, after);
    return after;
  }

  private async retarget(tx: Tx, before: ToolRow, after: ToolRow): Promise<void> {
    const target = targetOf(after);
    const same = JSON.stringify(targetOf(before)) === JSON.stringify(target);
    if (!same) await this.parts.work.retarget(tx, after, target);
  }
}

function moved(before: ToolRow, columns: CheckedChange['columns']): boolean {
  const urls = ['job_url', 'status_url', 'status_batch_url'] as const;
  return urls.some((url) => columns[url] !== undefined && columns[url] !== before[url]);
}

function targetOf(tool: ToolRow): ToolTarget {
  const checkUrl = tool.status_batch_url ?? tool.status_url;
  return {
    laneLimit: tool.max_concurrency,
    forwardOrigin: originOf(tool.job_url),
    groupLimit: tool.status_batch_url === null ? 1 : BATCH_CHECK_ORDERS,
    checkOrigin: checkUrl === null ? null : originOf(checkUrl),
  };
}

/**
 * Stored headers go only where their owner sent them before: whoever may change URLs but was never told the headers could else
 * have them delivered to a server of their own.
 */
function refuseNewOrigins(before: ToolRow, after: ToolRow): void {
  const known = new Set(urlsOf(before).map(([, url]) => originOf(url)));
  const strange = urlsOf(after).filter(([, url]) => !known.has(originOf(url)));
  if (strange.length === 0) return;
  const fields = strange.map(([field]) => field).join(' and ');
  const message = `The new ${fields} points to another origin: send auth_headers anew with the same request.`;
  const details = strange.map(([field, url]) => ({
    field,
    message: `${originOf(url)} is an origin the tool did not have`,
  }));
  throw new Problem(400, 'headers_required', message, details);
}

function urlsOf(tool: ToolRow): [field: string, url: string][] {
  return [
    ['job_url', tool.job_url],
    ...optionalUrl('status_url', tool.status_url),
    ...optionalUrl('status_batch_url', tool.status_batch_url),
  ];
}

function optionalUrl(field: string, url: string | null): [field: string, url: string][] {
  return url === null ? [] : [[field, url]];
}
