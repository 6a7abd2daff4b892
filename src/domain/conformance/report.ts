import type { Check, CheckLevel, CheckOutcome } from './check.js';
import { ANSWER_CHECKS } from './checks/answer-checks.js';
import { JOB_CHECKS } from './checks/job-checks.js';
import { ORDER_CHECKS } from './checks/order-checks.js';
import { REACH_CHECKS } from './checks/reach-checks.js';
import { RESULT_CHECKS } from './checks/result-checks.js';
import { STATUS_CHECKS } from './checks/status-checks.js';
import { curlOf, type CurlTool } from './curl.js';
import type { Evidence } from './evidence.js';
import { PLATFORM_NAMES, type Platform } from './platform.js';

/** Everything that is looked at, in the order in which a seller would mend it. */
export const CHECKS: readonly Check[] = [
  ...[REACH_CHECKS, JOB_CHECKS, STATUS_CHECKS, ANSWER_CHECKS, ORDER_CHECKS, RESULT_CHECKS].flat(),
];

/** A check and what came of it (contract, section 9). */
export interface JudgedCheck {
  readonly id: string;
  readonly level: CheckLevel;
  readonly outcome: CheckOutcome;
  readonly title: string;
  readonly found: string;
  readonly expected: string;
  /** What to change; null where there is nothing to. */
  readonly fix: string | null;
  /** Repeats the call, with the names of headers and never a value; null where a whole order does. */
  readonly curl: string | null;
}

/** What the evidence tells so far; checks that it tells nothing of yet are left out. */
export function judgeEvidence(evidence: Evidence, tool: CurlTool, platform: Platform | null): JudgedCheck[] {
  return CHECKS.flatMap((check) => {
    const finding = check.judge(evidence);
    if (!finding) return [];
    const { id, level, title, expected } = check;
    const isGood = finding.outcome === 'pass' || finding.outcome === 'skip';
    const fix = isGood ? null : fixOf(check, platform);
    return [
      {
        id,
        level,
        title,
        expected,
        ...finding,
        fix,
        curl: check.probe ? curlOf(check.probe, tool, evidence.good?.orderId ?? null) : null,
      },
    ];
  });
}

function fixOf(check: Check, platform: Platform | null): string {
  const own = platform === null ? undefined : check.fixOn?.[platform];
  return own === undefined ? check.fix : `In ${PLATFORM_NAMES[platform!]}: ${own}`;
}
