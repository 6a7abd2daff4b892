import type { Clock } from '../domain/clock.js';
import type { UnitOfWork } from '../storage/database/unit-of-work.js';
import type { ToolRow } from '../storage/entities/tool.js';
import type { ToolChanges, ToolStore } from '../storage/tool-store.js';
import type { Asker, AuditLog } from '../storage/audit-log.js';
import { holdTool } from './own-tool.js';
import type { ToolSecrets } from './tool-secrets.js';

/** Which secret is made anew, and for how many seconds the one before counts beside it; 0 ends it at once. */
export interface Rotation {
  readonly which: 'callback' | 'signing';
  readonly grace_s: number;
}

/** The new secret, told this once. */
export type RotatedSecret = { readonly callback_secret: string } | { readonly signing_secret: string };

export interface RotateSecretParts {
  readonly unit: UnitOfWork;
  readonly tools: ToolStore;
  readonly secrets: ToolSecrets;
  readonly audit: AuditLog;
  readonly clock: Clock;
}

interface Fresh {
  readonly answer: RotatedSecret;
  readonly changes: ToolChanges;
}

/**
 * Makes a secret of a tool anew (contract, section 3). In grace both callback secrets count, and outgoing calls carry both
 * signatures. At most two are in force: a rotation within the grace of another ends the oldest.
 */
export class RotateSecret {
  constructor(private readonly parts: RotateSecretParts) {}

  async rotate(asker: Asker, shortId: string, { which, grace_s }: Rotation): Promise<RotatedSecret> {
    return this.parts.unit.run(async (tx) => {
      const tool = await holdTool(this.parts.tools, tx, asker, shortId);
      const now = this.parts.clock.now();
      const until = grace_s > 0 ? now + grace_s * 1_000 : null;
      const { answer, changes } = which === 'callback' ? this.callback(tool, until) : this.signing(tool, until);
      await this.parts.tools.update(tx, shortId, changes, now);
      const details = { which, grace_s };
      await this.parts.audit.record(tx, asker.caller, 'tool.secret_rotated', shortId, details, asker.requestId);
      return answer;
    });
  }

  private callback(tool: ToolRow, until: number | null): Fresh {
    const { plain, hash } = this.parts.secrets.newCallbackSecret();
    const changes = {
      callback_secret_hash: hash,
      old_callback_secret_hash: until === null ? null : tool.callback_secret_hash,
      old_callback_secret_until: until,
    };
    return { answer: { callback_secret: plain }, changes };
  }

  /** The old secret is sealed anew: what is sealed opens in its own column only. */
  private signing(tool: ToolRow, until: number | null): Fresh {
    const { secrets } = this.parts;
    const fresh = secrets.newSigningSecret();
    const old = until === null ? null : secrets.openSigning(tool.short_id, 'signing_secret', tool.signing_secret);
    const changes = {
      signing_secret: secrets.sealSigning(tool.short_id, 'signing_secret', fresh),
      old_signing_secret: old === null ? null : secrets.sealSigning(tool.short_id, 'old_signing_secret', old),
      old_signing_secret_until: until,
    };
    return { answer: { signing_secret: fresh }, changes };
  }
}
