import { seededRandom, type Random } from '../../src/domain/plan-simulation/seeded-random.js';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** Draws cron expressions and instants, the same for the same seed. */
export class RandomCron {
  private readonly random: Random;

  constructor(seed: number) {
    this.random = seededRandom(seed);
  }

  /** Five fields of numbers, names, ranges, steps and lists of them. */
  expression(): string {
    const time = [this.field(0, 59, 0.2), this.field(0, 23, 0.3)];
    const days = [this.field(1, 31, 0.5), this.field(1, 12, 0.6, MONTHS), this.field(0, 7, 0.5, WEEKDAYS)];
    return [...time, ...days].join(' ');
  }

  pick<T>(all: readonly T[]): T {
    return all[this.between(0, all.length - 1)]!;
  }

  between(least: number, most: number): number {
    return least + Math.floor(this.random.uniform() * (most - least + 1));
  }

  private field(least: number, most: number, star: number, names: readonly string[] = []): string {
    if (this.random.uniform() < star) return '*';
    return Array.from({ length: this.pick([1, 1, 1, 2, 3]) }, () => this.item(least, most, names)).join(',');
  }

  private item(least: number, most: number, names: readonly string[]): string {
    const [from, step] = [this.between(least, most), this.between(1, Math.min(12, most - least))];
    const to = this.between(from, most);
    const shown = (value: number) =>
      this.random.uniform() < 0.4 ? (names[value - least] ?? String(value)) : String(value);
    const range = `${from}-${to}/${this.between(1, Math.max(1, Math.min(12, to - from)))}`;
    return this.pick([shown(from), from === to ? shown(from) : `${shown(from)}-${shown(to)}`, `*/${step}`, range]);
  }
}
