import { Option, type Command } from 'commander';
import { ApiProblem, type components } from '../../client/index.js';
import { GRADES, type Grade } from '../../domain/conformance/grade.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { acting, wholeNumber, type Making } from './act.js';
import { checkText, endText } from './check-words.js';
import { Progress } from './progress.js';
import type { Session } from './session.js';

type Test = components['schemas']['TestAnswer'];

interface CheckWishes {
  readonly atLeast: Grade;
  readonly inputs?: string;
  readonly failingInputs?: string;
  readonly patience?: number;
}

const ASK_EVERY_MS = 400;
/** A server that restarts goes on with the test; so do we. */
const UNANSWERED_FOR_MS = 60_000;

/** `check`: the conformance test of a tool, live. */
export function addCheck(program: Command, making: Making): void {
  const atLeast = new Option('--at-least <grade>', 'the grade that is exit code 0').choices(GRADES).default('B');
  program
    .command('check <short_id>')
    .description('test a tool as real orders would, and what strangers might try; exit code 0 for grade A or B')
    .addOption(atLeast)
    .option('--inputs <file>', 'inputs of the order that ought to complete, as a JSON object; - is the standard input')
    .option('--failing-inputs <file>', 'inputs of the order that ought to fail')
    .option('--patience <seconds>', 'how long each test order is waited for', wholeNumber('--patience', 5))
    .action(
      acting<CheckWishes>(making, async (session, wishes, short_id) => {
        const body = await bodyOf(session, wishes);
        const begun = await session.api.post('/v1/tools/{short_id}/test', { path: { short_id }, body });
        const test = await follow(session, begun);
        session.tell(test, () => endText(session, test));
        return test.grade !== null && rank(test.grade) <= rank(wishes.atLeast) ? 0 : 1;
      }),
    );
}

function rank(grade: string): number {
  return GRADES.indexOf(grade as Grade);
}

async function bodyOf(session: Session, { inputs, failingInputs, patience }: CheckWishes) {
  return {
    ...(inputs === undefined ? {} : { inputs: await session.readObject(inputs, '--inputs') }),
    ...(failingInputs === undefined
      ? {}
      : { failing_inputs: await session.readObject(failingInputs, '--failing-inputs') }),
    ...(patience === undefined ? {} : { patience_s: patience }),
  };
}

/** Tells each check once it is found, and again where it turns out otherwise. */
async function follow(session: Session, begun: Test): Promise<Test> {
  const told = new Map<string, string>();
  const progress = new Progress(session.world);
  const startedAt = performance.now();
  let test = begun;
  try {
    for (;;) {
      const news = test.checks.filter(({ id, outcome }) => told.get(id) !== outcome);
      if (news.length > 0) progress.clear();
      for (const check of news) {
        told.set(check.id, check.outcome);
        if (!session.json) session.world.out(checkText(session, check));
      }
      if (test.status !== 'running') return test;
      const seconds = Math.floor((performance.now() - startedAt) / 1_000);
      progress.show(`testing ${begun.short_id}`, null, `${told.size} checks so far, ${seconds} s`);
      await sleep(ASK_EVERY_MS);
      test = await askAgain(session, test);
    }
  } finally {
    progress.clear();
  }
}

async function askAgain({ api }: Session, { short_id, test_id }: Test): Promise<Test> {
  const deadline = performance.now() + UNANSWERED_FOR_MS;
  for (;;) {
    try {
      return await api.get('/v1/tools/{short_id}/tests/{test_id}', { path: { short_id, test_id } });
    } catch (error) {
      const passes = error instanceof ApiProblem && (error.status === 0 || error.status === 429 || error.status >= 500);
      if (!passes || performance.now() > deadline) throw error;
      await sleep(1_000);
    }
  }
}
