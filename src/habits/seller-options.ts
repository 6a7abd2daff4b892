import type { Habit } from './habit.js';
import { machineClock, type SellerClock } from './seller-clock.js';

/** A PEM key and certificate. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** `callback`: it calls back and has no status URL; `check`: it only answers when it is asked; `both`: it does both. */
export const ROADS = ['callback', 'check', 'both'] as const;
export type SellerRoad = (typeof ROADS)[number];

/** Shown once, when the tool is registered. */
export interface ToolSecrets {
  readonly callback_secret: string;
  readonly signing_secret: string;
}

/** Something that came in, or went out. */
export interface SeenCall {
  readonly kind: 'job' | 'status' | 'callback' | 'other';
  readonly method: string;
  readonly path: string;
  readonly orderId: string | null;
  /** What was answered; null where nothing was, or not to its end. */
  readonly status: number | null;
  /** Why it was refused, or not answered. */
  readonly note: string | null;
}

export interface SellerOptions {
  readonly certificate: Certificate;
  /** What `expired-tls` shows. */
  readonly expiredCertificate?: Certificate;
  readonly host?: string;
  /** 0, the default: any free one. */
  readonly port?: number;
  readonly habits?: readonly string[];
  readonly road?: SellerRoad;
  /** How long an order takes. */
  readonly workMs?: number;
  /** How much longer it takes for who has the habit `late`. */
  readonly lateMs?: number;
  /** What every wait of a habit is multiplied by: 1, but in tests. */
  readonly pace?: number;
  /** Headers that every request must bear. */
  readonly authHeaders: Readonly<Record<string, string>>;
  /** Absent until the tool is registered: then signatures are not checked, and callbacks bear no secret. */
  readonly secrets?: Partial<ToolSecrets>;
  readonly clock?: SellerClock;
  readonly onCall?: (call: SeenCall) => void;
}

export type WholeOptions = Required<Omit<SellerOptions, 'expiredCertificate' | 'habits' | 'secrets'>> & {
  readonly expiredCertificate: Certificate | null;
};

export const DEFAULT_WORK_MS = 2_000;
/** An hour after the default deadline of a tool. */
export const DEFAULT_LATE_MS = 25 * 3_600_000;

export function wholeOptions({ habits: _, secrets: __, ...given }: SellerOptions): WholeOptions {
  return {
    ...{ host: '127.0.0.1', port: 0, road: 'both', workMs: DEFAULT_WORK_MS, lateMs: DEFAULT_LATE_MS, pace: 1 },
    ...{ clock: machineClock, onCall: () => undefined, expiredCertificate: null },
    ...given,
  };
}

/** Habits that are asked for by names that do not exist, or that this seller cannot have. */
export class HabitProblem extends Error {}

/** The habits of these names, in the order in which they are listed; throws a `HabitProblem` for a name that is none. */
export function habitsNamed(names: readonly string[], all: readonly Habit[]): Habit[] {
  const unknown = names.find((name) => all.every((habit) => habit.name !== name));
  if (unknown !== undefined)
    throw new HabitProblem(`There is no habit "${unknown.slice(0, 60)}": --list shows those that there are.`);
  return all.filter((habit) => names.includes(habit.name));
}
