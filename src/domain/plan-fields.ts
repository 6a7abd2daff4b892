import type { FieldProblem } from './header-rules.js';
import { LONGEST_WAIT_S } from './long-check.js';
import type { PollPlan } from './poll-plan.js';
import type { JsonObject, JsonValue } from './strict-json.js';

export type Strategy = PollPlan['strategy'];

interface NumberRule {
  readonly says: string;
  fits(number: number): boolean;
}

const LONGEST_S = 30 * 24 * 3_600; // the longest deadline of an order
const LONGEST_NAME = 60;
const seconds = `seconds (fractions allowed, at most ${LONGEST_S})`;
const some = { says: `0 or more ${seconds}`, fits: (n: number) => n >= 0 && n <= LONGEST_S };
const more = { says: `more than 0 ${seconds}`, fits: (n: number) => n > 0 && n <= LONGEST_S };

/** What the numbers of a plan may be. */
const NUMBERS: ReadonlyMap<string, NumberRule> = new Map([
  ['initial_s', some],
  ['interval_s', more],
  ['max_interval_s', more],
  ['timeout_s', more],
  [
    'wait_s',
    {
      says: `more than 0 seconds (fractions allowed, at most ${LONGEST_WAIT_S})`,
      fits: (n: number) => n > 0 && n <= LONGEST_WAIT_S,
    },
  ],
  ['jitter', { says: 'a number from 0 to 0.5', fits: (n: number) => n >= 0 && n <= 0.5 }],
  ['budget', { says: 'a number from 1 to 20', fits: (n: number) => n >= 1 && n <= 20 }],
  ['multiplier', { says: 'a number from 1 to 100', fits: (n: number) => n >= 1 && n <= 100 }],
  [
    'max_checks',
    { says: 'a whole number from 1 to 1000000', fits: (n: number) => Number.isInteger(n) && n >= 1 && n <= 1e6 },
  ],
]);
/** Fields that are no numbers; all belong to `adaptive`, `class_from` to `learned` too. */
const OTHERS = ['classes', 'class_from', 'default'];
/** Judged by a reader of its own (plan-retry.ts). */
const RETRY = 'retry';

interface Fields {
  readonly needed: readonly string[];
  readonly optional: readonly string[];
}

const LIMITS = ['timeout_s', 'max_checks', RETRY, 'wait_s'];
const FIELDS: Readonly<Record<Strategy, Fields>> = {
  sweep: { needed: [], optional: LIMITS },
  fixed: { needed: ['interval_s'], optional: ['initial_s', 'jitter', ...LIMITS] },
  exponential: {
    needed: ['interval_s', 'multiplier', 'max_interval_s'],
    optional: ['initial_s', 'jitter', ...LIMITS],
  },
  learned: { needed: [], optional: ['budget', 'max_interval_s', 'class_from', 'jitter', ...LIMITS] },
  adaptive: { needed: OTHERS, optional: ['jitter', ...LIMITS] },
};
const CLASS_FIELDS: Fields = { needed: ['interval_s'], optional: ['initial_s', 'timeout_s'] };

/** Whether a strategy of this name is built. */
export function isStrategy(name: unknown): name is Strategy {
  return typeof name === 'string' && Object.hasOwn(FIELDS, name);
}

/** Fields that are missing, unknown, of another strategy or out of range; what `adaptive` alone has is judged elsewhere. */
export function checkFields(strategy: Strategy, plan: JsonObject): FieldProblem[] {
  const said = `the strategy "${strategy}"`;
  const given = Object.entries(plan).filter(([name]) => name !== 'strategy');
  return checkAgainst(FIELDS[strategy], said, 'poll', given);
}

/** The same for one class of `adaptive`. `field` is the place of the class. */
export function checkClassFields(field: string, one: JsonObject): FieldProblem[] {
  return checkAgainst(CLASS_FIELDS, 'a class', field, Object.entries(one));
}

/** A name as a message shows it, clipped. */
export function placeOf(field: string, name: string): string {
  return `${field}.${name.slice(0, LONGEST_NAME)}`;
}

function checkAgainst(fields: Fields, of: string, place: string, given: [string, JsonValue][]): FieldProblem[] {
  const names = new Set(given.map(([name]) => name));
  return [
    ...given.flatMap(([name, value]) => {
      const message = fieldMessage(fields, of, name, value);
      return message === null ? [] : [{ field: placeOf(place, name), message }];
    }),
    ...fields.needed
      .filter((name) => !names.has(name))
      .map((name) => ({ field: placeOf(place, name), message: missing(of, name) })),
  ];
}

function fieldMessage(fields: Fields, of: string, name: string, value: JsonValue): string | null {
  const rule = NUMBERS.get(name);
  if (rule === undefined && !OTHERS.includes(name) && name !== RETRY) return 'There is no such field; leave it out.';
  if (![...fields.needed, ...fields.optional].includes(name)) return `${name} does not belong to ${of}; leave it out.`;
  if (rule === undefined) return null;
  return typeof value === 'number' && rule.fits(value) ? null : `${name} must be ${rule.says}.`;
}

function missing(of: string, name: string): string {
  const unit = name.endsWith('_s') ? ', in seconds' : '';
  return `${of.charAt(0).toUpperCase()}${of.slice(1)} needs ${name}${unit}.`;
}
