import { createHttpPoller, type OperationResponse, type OperationState } from '@azure/core-lro';
import { describe, expect, it } from '@jest/globals';
import { judgeCheck, type CheckVerdict } from '../check-answer.js';
import type { Answered } from '../exchange.js';
import { findFoothold } from '../foothold.js';
import { HeldBody } from '../received-body.js';
import type { Reading } from '../reading.js';

/** Sellers that speak as Azure does, followed by us and by Azure's public client: both must come to the same end. */

const JOB = 'https://seller.example/jobs';
const RUNNING = { id: '/operations/7', name: '7', status: 'Running', startTime: '2026-11-22T07:00:00Z' };
const OPERATION = 'https://seller.example/operations/7';
const RESULT = 'https://seller.example/results/7';

interface Said {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** The reply to the job, the answers of the status URL in order, and what else stands at which URL. */
interface Story {
  readonly reply: Said;
  readonly answers: readonly Said[];
  readonly elsewhere?: Readonly<Record<string, Said>>;
}

/** How it ended, with the result where there is one. */
interface End {
  readonly how: 'succeeded' | 'failed' | 'canceled';
  readonly result?: unknown;
}

class Seller {
  private asked = 0;

  constructor(private readonly story: Story) {}

  answer(url: string): Said {
    const other = this.story.elsewhere?.[url];
    if (other) return other;
    const { answers } = this.story;
    return answers[Math.min(this.asked++, answers.length - 1)] ?? { status: 500 };
  }
}

async function followedByAzure(story: Story): Promise<End> {
  const seller = new Seller(story);
  const told = (method: string, url: string, said: Said): OperationResponse => ({
    flatResponse: said.body,
    rawResponse: { statusCode: said.status, headers: { ...said.headers }, body: said.body, request: { method, url } },
  });
  const poller = createHttpPoller<unknown, OperationState<unknown>>(
    {
      sendInitialRequest: async () => told('POST', JOB, story.reply),
      sendPollRequest: async (url) => told('GET', url, seller.answer(url)),
    },
    { intervalInMs: 1 },
  );
  try {
    return { how: 'succeeded', result: await poller.pollUntilDone() };
  } catch {
    return { how: poller.operationState?.status === 'canceled' ? 'canceled' : 'failed' };
  }
}

function answered({ status, headers = {}, body }: Said): Answered {
  const bytes = Buffer.from(body === undefined ? '' : JSON.stringify(body));
  return { kind: 'answered', status, headers, body: new HeldBody(bytes), durationMs: 1 };
}

function followedByUs(story: Story): End {
  const seller = new Seller(story);
  const base: Reading = {
    ...{ response: { dialect: 'auto' }, known: null, url: JOB },
    ...{ locationMonitor: false, operationMonitor: false, finalUrl: null },
  };
  const context = { reading: base, statusUrl: null, remoteIdAt: null };
  const { statusUrl, monitor, finalUrl } = findFoothold(answered(story.reply), context, null);
  if (statusUrl === null) throw new Error('Nothing to ask.');
  let locationMonitor = false;
  for (let n = 0; n < 10; n++) {
    const answer = answered(seller.answer(statusUrl));
    const reading = { ...base, url: statusUrl, locationMonitor, operationMonitor: monitor === 'operation', finalUrl };
    const end = endOf(judgeCheck(answer, reading).verdict, seller);
    if (end) return end;
    locationMonitor ||= monitor === 'location' && answer.status === 202;
  }
  throw new Error('It never ended.');
}

function endOf(verdict: CheckVerdict, seller: Seller): End | null {
  switch (verdict.kind) {
    case 'completed':
      return {
        how: 'succeeded',
        result: verdict.result.text === '' ? undefined : JSON.parse(verdict.result.text ?? 'null'),
      };
    case 'elsewhere':
      return { how: 'succeeded', result: seller.answer(verdict.url).body };
    case 'failed':
      return { how: /canceled/i.test(verdict.failure.message) ? 'canceled' : 'failed' };
    default:
      return null;
  }
}

const replied = (headers: Record<string, string>): Said => ({ status: 202, headers });
const operation = (header: string): Said => replied({ [header]: OPERATION });
const error = { code: 'E7', message: 'Out of paint.' };

const STORIES: readonly [string, Story][] = [
  [
    'an Operation-Location that succeeds, its result where the Location says',
    {
      reply: replied({ 'operation-location': OPERATION, location: RESULT }),
      answers: [
        { status: 200, body: RUNNING },
        { status: 200, body: { ...RUNNING, status: 'Succeeded' } },
      ],
      elsewhere: { [RESULT]: { status: 200, body: { answer: 42 } } },
    },
  ],
  [
    'an Operation-Location that succeeds, its result where its own body says',
    {
      reply: operation('operation-location'),
      answers: [{ status: 200, body: { ...RUNNING, status: 'Succeeded', resourceLocation: RESULT } }],
      elsewhere: { [RESULT]: { status: 200, body: { answer: 43 } } },
    },
  ],
  [
    'an Operation-Location that fails',
    {
      reply: operation('operation-location'),
      answers: [
        { status: 200, body: RUNNING },
        { status: 200, body: { ...RUNNING, status: 'Failed', error } },
      ],
    },
  ],
  [
    'an Azure-AsyncOperation that is cancelled',
    {
      reply: operation('azure-asyncoperation'),
      answers: [
        { status: 200, body: { status: 'InProgress' } },
        { status: 200, body: { status: 'Canceled' } },
      ],
    },
  ],
  [
    'an Azure-AsyncOperation that says no more than its status',
    {
      reply: replied({ 'azure-asyncoperation': OPERATION, location: RESULT }),
      answers: [
        { status: 200, body: { status: 'InProgress' } },
        { status: 200, body: { status: 'Succeeded' } },
      ],
      elsewhere: { [RESULT]: { status: 200, body: { answer: 44 } } },
    },
  ],
  [
    'a Location that answers 202 and then the result',
    {
      reply: replied({ location: OPERATION }),
      answers: [{ status: 202 }, { status: 202 }, { status: 200, body: { answer: 45 } }],
    },
  ],
  [
    'a Location that answers 204 at its end',
    { reply: replied({ location: OPERATION }), answers: [{ status: 202 }, { status: 204 }] },
  ],
];

describe('the client of Azure and we', () => {
  it.each(STORIES)('come to the same end: %s', async (_what, story) => {
    expect(followedByUs(story)).toEqual(await followedByAzure(story));
  });
});
