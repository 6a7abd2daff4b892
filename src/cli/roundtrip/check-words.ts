import type { components } from '../../client/index.js';
import { manyLines, oneLine } from './strangers-text.js';
import type { Session } from './session.js';
import { statusOfGrade } from './tools.js';

type Check = components['schemas']['TestCheckAnswer'];
type Test = components['schemas']['TestAnswer'];

/** The order's status whose colour an outcome has. */
const COLOURS: Readonly<Record<string, string>> = {
  pass: 'completed',
  fail: 'failed',
  warn: 'expired',
  skip: 'received',
};
const MARGIN = ' '.repeat(6);

/** What a check found: one line where all is well, else with what was found, what was expected and what to change. */
export function checkText({ paint }: Session, check: Check): string {
  const outcome = paint.status(COLOURS[check.outcome] ?? '', check.outcome.padEnd(4));
  const head = `${outcome}  ${check.level.padEnd(6)}  ${paint.bold(oneLine(check.id).padEnd(22))}  ${oneLine(check.title)}\n`;
  if (check.outcome === 'pass' || check.outcome === 'skip') return head;
  const part = (label: string, text: string | null) =>
    text
      ? `${MARGIN}${paint.dim(label.padEnd(9))} ${manyLines(text).trimEnd().replaceAll('\n', `\n${MARGIN}          `)}\n`
      : '';
  const { found, expected, fix, curl } = check;
  return head + part('found', found) + part('expected', expected) + part('fix', fix) + part('again', curl);
}

/** The grade and the figures. */
export function endText({ paint }: Session, test: Test): string {
  const { grade, problem, passed, failed, warned, skipped } = test;
  if (grade === null) return `\nThe test was stopped: ${oneLine(problem ?? 'nobody said why')}\n`;
  const shown = paint.status(statusOfGrade(grade), `Grade ${oneLine(grade)}`);
  const platform = test.platform === null ? '' : ` Built with ${oneLine(test.platform)}.`;
  return `\n${shown}: ${passed} passed, ${failed} failed, ${warned} warned, ${skipped} skipped.${platform}\n`;
}
