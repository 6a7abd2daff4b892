import * as fc from 'fast-check';
import type { OrderWorld, ToolName } from './order-world.js';
import { callbackBody, isGood, type Answer, type HeldCall, type Word, ANSWERS, WORDS } from './said.js';

/** One thing that happens to an order. `which` picks among the calls that wait, whatever their number. */
export type Step =
  | { readonly do: 'answer'; readonly which: number; readonly said: Answer }
  | { readonly do: 'callback'; readonly said: Word; readonly run: 'unnamed' | 'this' | 'first' }
  | { readonly do: 'pass'; readonly ms: number }
  | { readonly do: 'deadline' | 'cancel' | 'retry' | 'accept' | 'check now' };

const minute = 60_000;

/** An order that goes on is more of a story than one that ends at once. */
const anyAnswer = fc.oneof(
  { weight: 3, arbitrary: anyOf(ANSWERS) },
  { weight: 2, arbitrary: anyOf(['silent', 'processing', 'bad result', 'HTTP 404', 'sent, no answer'] as const) },
);

function one<Name extends Step['do']>(name: Name) {
  return fc.record({ do: fc.constant(name) });
}

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ do: fc.constant('answer' as const), which: fc.nat(5), said: anyAnswer }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('callback' as const),
      said: anyOf(WORDS),
      run: anyOf(['unnamed', 'this', 'first'] as const),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('pass' as const),
      ms: anyOf([1, 7_000, 2 * minute, 15 * minute, 15 * minute, 90 * minute] as const),
    }),
  },
  { weight: 5, arbitrary: one('check now') },
  { weight: 4, arbitrary: one('retry') },
  { weight: 1, arbitrary: one('deadline') },
  { weight: 1, arbitrary: one('cancel') },
  { weight: 1, arbitrary: one('accept') },
);

const first = (said: Answer): Step => ({ do: 'answer', which: 0, said });
const often = (times: number, ...steps: Step[]): Step[] => Array.from({ length: times }, () => steps).flat();

const check: Step = { do: 'check now' };
const retry: Step = { do: 'retry' };
const callback = (said: Word): Step => ({ do: 'callback', said, run: 'unnamed' });

/** How a story begins; what chance alone would take long to find. */
const BEGINNINGS: readonly (readonly Step[])[] = [
  [],
  [first('silent')],
  [first('silent')],
  [first('sent, no answer')],
  [first('silent'), ...often(3, check, first('bad result'), { do: 'pass', ms: 15 * minute })],
  often(5, first('HTTP 500'), { do: 'pass', ms: 90 * minute }),
  // The seller had more to say in the first run than in the second, whose only word is that of the first once more.
  [
    first('silent'),
    check,
    first('processing'),
    check,
    first('failed A'),
    retry,
    first('silent'),
    check,
    first('failed A'),
  ],
  [first('silent'), callback('processing'), callback('failed A'), retry, first('silent'), callback('failed A')],
];

/** Steps, one after the other. */
export const anySteps: fc.Arbitrary<Step[]> = fc
  .tuple(anyOf(BEGINNINGS), fc.array(anyStep, { maxLength: 24, size: 'max' }))
  .map(([beginning, rest]) => [...beginning, ...rest]);

/** The same, up to four of them at once. */
export const anyGroups: fc.Arbitrary<Step[][]> = fc
  .tuple(anyOf(BEGINNINGS), fc.array(fc.array(anyStep, { minLength: 1, maxLength: 4 }), { maxLength: 12, size: 'max' }))
  .map(([beginning, rest]) => [...beginning.map((step) => [step]), ...rest]);

/** Seconds until an order's deadline: some lie within the first retries, some beyond the six hours of trying. */
export const anyDeadline = anyOf([60, 1_800, 7_200, 30_000] as const);

function anyOf<T>(values: readonly T[]): fc.Arbitrary<T> {
  return fc.constantFrom(...values);
}

/** What a step came to, as far as the caller was told. */
export interface Done {
  readonly step: Step;
  /** The call that was answered. */
  readonly call?: HeldCall;
  /** The status that a callback or a person was answered with. */
  readonly status?: number;
  /** The attempt whose late result was to be accepted. */
  readonly attemptId?: string;
}

/** One order under way, and the steps that may be taken with it. */
export class Journey {
  /** Answers that sellers gave to calls of ours, and callbacks that they made. */
  readonly told = { calls: 0, callbacks: 0, goodOnes: 0 };

  constructor(
    readonly world: OrderWorld,
    readonly tool: ToolName,
    readonly orderId: string,
  ) {}

  /** Begins a step; several may be begun at once. */
  async take(step: Step): Promise<Done> {
    const { world, orderId } = this;
    switch (step.do) {
      case 'answer':
        return this.answer(step);
      case 'callback':
        return this.callback(step);
      case 'pass':
        return world.pass(step.ms).then(() => ({ step }));
      case 'deadline':
        return this.toDeadline(step);
      case 'cancel':
        return { step, status: await world.cancel(orderId) };
      case 'retry':
        return { step, status: await world.retry(orderId) };
      case 'check now':
        return { step, status: await world.checkNow(orderId) };
      case 'accept':
        return this.accept(step);
    }
  }

  async run(): Promise<number> {
    const [row] = await this.world.read<{ run: number }>('SELECT run FROM orders WHERE order_id = $1', this.orderId);
    return row?.run ?? 0;
  }

  private async answer(step: Step & { do: 'answer' }): Promise<Done> {
    const { held } = this.world;
    const [call] = held.splice(held.length === 0 ? 0 : step.which % held.length, 1);
    if (call === undefined) return { step };
    this.told.calls += 1;
    if (isGood(step.said)) this.told.goodOnes += 1;
    call.answer(step.said);
    return { step, call };
  }

  private async callback(step: Step & { do: 'callback' }): Promise<Done> {
    const run = await this.run();
    const named = { unnamed: null, this: run, first: 1 }[step.run];
    this.told.callbacks += 1;
    if (isGood(step.said)) this.told.goodOnes += 1;
    const status = await this.world.callback(this.tool, named, callbackBody(step.said, this.orderId));
    return { step, status };
  }

  private async toDeadline(step: Step): Promise<Done> {
    const [row] = await this.world.read<{ at: number }>(
      'SELECT deadline_at AS at FROM orders WHERE order_id = $1',
      this.orderId,
    );
    await this.world.pass(Math.max(0, (row?.at ?? 0) - this.world.clock.now()));
    return { step };
  }

  private async accept(step: Step): Promise<Done> {
    const [late] = await this.world.read<{ attempt_id: string }>(
      'SELECT attempt_id FROM late_results WHERE order_id = $1 ORDER BY attempt_id DESC LIMIT 1',
      this.orderId,
    );
    const attemptId = late?.attempt_id ?? 'att_none';
    return { step, attemptId, status: await this.world.accept(this.orderId, attemptId) };
  }
}
