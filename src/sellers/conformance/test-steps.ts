import { lastOf, probesOf, type Evidence, type OrderStory, type ProbeName } from '../../domain/conformance/evidence.js';

/** How far a test has come. */
export interface TestState {
  /** Which step of {@link STEPS}. */
  readonly step: number;
  /** When that step began, epoch milliseconds; null before. */
  readonly since: number | null;
  /** How often it has asked. */
  readonly asked: number;
}

export const FIRST_STATE: TestState = { step: 0, since: null, asked: 0 };

/** What to do next; `next`: this step is over. */
export type StepMove =
  | { readonly kind: 'next' }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'ask'; readonly probe: ProbeName }
  | { readonly kind: 'place'; readonly which: 'good' | 'failing' }
  /** The journey looks at the order now. */
  | { readonly kind: 'check'; readonly which: 'good' | 'failing' };

export interface StepView {
  readonly evidence: Evidence;
  readonly state: TestState;
  /** Since this step began, in milliseconds. */
  readonly passedMs: number;
  /** How long an order is waited for, in milliseconds. */
  readonly patienceMs: number;
}

export type Step = (view: StepView) => StepMove;

const QUICK_ASKS = 20;
/** Looks at an order: soon at first, since a good seller's test order is quick. */
const GAPS_MS = [250, 500, 500, 1_000, 1_000, 2_000, 3_000, 5_000] as const;
/** How long a callback that comes again is waited for. */
const ECHO_MS = 1_500;
/** How long a forward is looked for before that. */
const LOOK_MS = 200;
/** Past the slots of what is kept of an order that is asked about for long. */
const NEXT: StepMove = { kind: 'next' };

const ask =
  (probe: ProbeName, when: (evidence: Evidence) => boolean = () => true): Step =>
  ({ state, evidence }) =>
    state.asked === 0 && when(evidence) ? { kind: 'ask', probe } : NEXT;

const isJobReached = (evidence: Evidence) =>
  JOB_PROBES.some((name) => probesOf(evidence, name).some(({ status }) => status !== null));

const JOB_PROBES = ['job_no_auth', 'job_wrong_auth', 'job_unsigned', 'job_bad_signature', 'job_old_signature'] as const;

/** Two calls that bring nothing are enough to know that the other eighteen would not. */
const quickAsks: Step = ({ evidence, state }) => {
  if (!evidence.tool.hasStatusUrl || state.asked >= QUICK_ASKS) return NEXT;
  const answers = probesOf(evidence, 'status_unknown');
  if (answers.length >= 2 && answers.every(({ status }) => status === null)) return NEXT;
  return { kind: 'ask', probe: 'status_unknown' };
};

const place =
  (which: 'good' | 'failing'): Step =>
  ({ evidence }) =>
    evidence[which] === null && isJobReached(evidence) ? { kind: 'place', which } : NEXT;

const isTaken = (story: OrderStory | null) =>
  story?.calls.some(({ kind, status }) => kind === 'forward' && status !== null && status < 300) ?? false;

/** Until the seller has answered the job: an order may have ended before that, by a callback out of the midst of the work. */
export const forwarded: Step = ({ evidence: { good }, passedMs, patienceMs }) => {
  if (!good || isTaken(good) || passedMs > patienceMs) return NEXT;
  if (good.isFinal && good.calls.some(({ kind }) => kind === 'forward')) return NEXT;
  return { kind: 'wait', ms: LOOK_MS };
};

const ifTaken = (evidence: Evidence) => isTaken(evidence.good);
const ifAsked = (evidence: Evidence) => evidence.tool.hasStatusUrl && isTaken(evidence.good);

/** Until the good order has ended; its status URL is asked beside the journey, which looks as soon as that says an end. */
const watchGood: Step = ({ evidence, state, passedMs, patienceMs }) => {
  const { good, tool } = evidence;
  if (!good || good.isFinal || passedMs > patienceMs) return NEXT;
  if (!tool.hasStatusUrl || !isTaken(good)) return { kind: 'wait', ms: gapOf(state.asked) };
  const last = lastOf(evidence, 'status_working') ?? lastOf(evidence, 'status_first');
  if (state.asked % 2 === 1) return { kind: 'wait', ms: gapOf((state.asked - 1) / 2) };
  const saysEnd = last !== null && ENDS.has(last.said);
  return saysEnd && state.asked % 4 === 2 ? { kind: 'check', which: 'good' } : { kind: 'ask', probe: 'status_working' };
};

const ENDS: ReadonlySet<string> = new Set(['completed', 'failed', 'bad_result', 'elsewhere']);

/** The same of the failing order, by the journey's own checks alone. */
const watchFailing: Step = ({ evidence, state, passedMs, patienceMs }) => {
  const { failing, tool } = evidence;
  if (!failing || failing.isFinal || passedMs > patienceMs) return NEXT;
  const looks = tool.hasStatusUrl && isTaken(failing) && state.asked % 2 === 0;
  return looks ? { kind: 'check', which: 'failing' } : { kind: 'wait', ms: gapOf(Math.floor(state.asked / 2)) };
};

/** A second callback for the same end would come about now. */
const echo =
  (which: 'good' | 'failing'): Step =>
  ({ evidence, passedMs }) =>
    evidence[which]?.deliveredBy === 'callback' && passedMs < ECHO_MS ? { kind: 'wait', ms: LOOK_MS } : NEXT;

const gapOf = (asked: number) => GAPS_MS[Math.min(asked, GAPS_MS.length - 1)]!;

const hasValidator = (evidence: Evidence) => {
  const headers = lastOf(evidence, 'status_done')?.headers;
  return headers?.['etag'] !== undefined || headers?.['last-modified'] !== undefined;
};

/** A test from its first call to its last. */
export const STEPS: readonly Step[] = [
  ...JOB_PROBES.map((probe) => ask(probe)),
  quickAsks,
  place('good'),
  forwarded,
  ask('job_again', ifTaken),
  ask('status_first', ifAsked),
  ask('status_no_auth', ifAsked),
  ask('status_wrong_auth', ifAsked),
  watchGood,
  echo('good'),
  ask('status_done', ifAsked),
  ask('status_validated', hasValidator),
  ask('batch', (evidence) => evidence.tool.hasBatchUrl && ifTaken(evidence)),
  ask('result_url', (evidence) => evidence.good?.url != null),
  place('failing'),
  watchFailing,
  echo('failing'),
];
