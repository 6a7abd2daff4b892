/** Why something needs a person; the gravest first. */
export const ATTENTION_CAUSES = [
  'outage',
  'failed',
  'expired',
  'expires_soon',
  'work_quarantined',
  'not_started',
  'unauthorized',
  'unreadable',
  'tool_paused',
  'slow',
  'notification_dead',
] as const;
export type AttentionCause = (typeof ATTENTION_CAUSES)[number];

/** What a row says, and what to do about it: whole sentences, for people. */
export interface AttentionWords {
  readonly title: string;
  readonly hint: string;
}

/** The codes that we ourselves give orders that failed. */
const FAILURES: Readonly<Record<string, AttentionWords>> = {
  seller_unreachable: {
    title: 'Failed: the seller could not be reached for six hours.',
    hint: "See that the seller's automation is up, then retry these orders.",
  },
  seller_failed: {
    title: 'Failed: the seller says that it could not do these orders.',
    hint: "Read the seller's message in each order; retry once its cause is mended.",
  },
  seller_rejected: {
    title: 'Failed: the seller refused these orders.',
    hint: 'Look at the answer in the attempts: often the job URL or its auth headers are wrong. Correct the tool, then retry.',
  },
  seller_redirected: {
    title: 'Failed: the job URL answers with a redirect.',
    hint: 'Redirects are not followed: register the new URL as job_url of the tool, then retry.',
  },
  seller_gone: {
    title: 'Failed: the job URL answers 410 (gone).',
    hint: 'The tool was paused. Ask the seller for its new job URL, resume the tool, then retry.',
  },
  bad_result: {
    title: 'Failed: the results could not be taken.',
    hint: 'The attempts say what is wrong with them. Tell the seller; retry once it is mended.',
  },
};

const CAUSES: Readonly<Record<Exclude<AttentionCause, 'outage' | 'failed'>, AttentionWords>> = {
  expired: {
    title: 'No result came by their deadline.',
    hint: "Ask the seller, then retry them; a result that came late can be taken on the order's page.",
  },
  expires_soon: {
    title: 'Their deadline is near.',
    hint: 'Check them now, or ask the seller; what has no result by its deadline expires.',
  },
  work_quarantined: {
    title: 'Work that ended five processes is run no more.',
    hint: 'Look into the log for the work that is named; a check by hand tries it again.',
  },
  not_started: {
    title: 'The seller has not taken them for over ten minutes.',
    hint: 'Their attempts say what the job URL answers. They are tried again for six hours.',
  },
  unauthorized: {
    title: 'The status URL refuses our checks (401 or 403).',
    hint: "Correct the tool's auth_headers: until then no result is seen but by callback.",
  },
  unreadable: {
    title: 'The answers to checks cannot be read.',
    hint: 'An attempt says what is wrong. Say in the response of the tool how its answers are to be read, or tell the seller.',
  },
  tool_paused: {
    title: 'The tool is paused.',
    hint: 'Its new orders are refused, and those that it has not begun wait. Resume it once its seller is ready.',
  },
  slow: {
    title: "They take longer than 97 of 100 of this tool's past orders.",
    hint: 'Check them now, or ask the seller whether they are still at work.',
  },
  notification_dead: {
    title: 'Messages could not be delivered and were given up.',
    hint: 'See that the webhook URL answers, then replay them.',
  },
};

/** `detail`: the error code of what failed, the destination of messages, whether an outage lasts. */
export function attentionWords(cause: AttentionCause, detail: string): AttentionWords {
  if (cause === 'failed') return FAILURES[detail] ?? otherFailure(detail);
  if (cause === 'outage') return outageWords(detail === LASTS);
  if (cause !== 'notification_dead' || detail === '') return CAUSES[cause];
  return { ...CAUSES[cause], title: `Messages to the ${detail} could not be delivered and were given up.` };
}

/** The detail of an outage that is not over. */
export const LASTS = 'lasts';

function otherFailure(code: string): AttentionWords {
  const words = code === '' ? 'no reason is kept' : code.replaceAll('_', ' ');
  return { title: `Failed: ${words}.`, hint: 'Read the error of each order; retry once its cause is mended.' };
}

function outageWords(lasts: boolean): AttentionWords {
  return lasts
    ? {
        title: 'The seller cannot be called.',
        hint: 'No order is lost: it is tried now and then, and what waits goes on once it answers. Tell the seller; replay the outage when it is over.',
      }
    : {
        title: 'The seller could not be called, and answers again.',
        hint: 'Replay the outage: what never started goes again, what was begun is asked for now, and deadlines are moved by as long as it lasted.',
      };
}
