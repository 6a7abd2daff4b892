import { expect } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { SLACK_MS, type Case, type Jump, type JumpWorld } from './jump-world.js';

const MINUTE_MS = 60_000;
const PATH = '/tick';

/** One schedule that ticks with every minute, through all jumps. */
export class JumpingSchedule implements Case {
  readonly what = 'a schedule of every minute goes on, with one job for what was skipped, and one job a tick';
  private id = '';

  async begin(world: JumpWorld, { name, to }: Jump) {
    if (this.id === '') {
      world.page('POST', PATH, () => ({}));
      const wish = { url: world.seller.url(PATH), cron: '* * * * *' };
      this.id = (await world.made<{ schedule_id: string }>('/schedules', wish)).schedule_id;
    }
    const before = await this.ticks(world);
    return async (jumpedAt: number) => {
      if (name === 'forward') await this.expectOneForTheSkipped(world, before, jumpedAt, to);
      const next = Math.ceil(to / MINUTE_MS) * MINUTE_MS;
      await this.ticked(world, next, next - world.calendar() + SLACK_MS);
      const ticks = await this.ticks(world);
      expect(new Set(ticks).size).toBe(ticks.length);
    };
  }

  /** The tick has its job, and that was called. */
  async ticked(world: JumpWorld, tick: number, withinMs: number): Promise<void> {
    await eventually(async () => (await this.ticks(world)).includes(tick), { withinMs, every: 100 });
    await eventually(async () => world.seenAt(PATH).length === (await this.ticks(world)).length, {
      withinMs: SLACK_MS,
    });
  }

  /** The instants of its jobs. */
  async ticks(world: JumpWorld): Promise<number[]> {
    const { jobs } = await world.read<{ jobs: { scheduled_at: string }[] }>(`/schedules/${this.id}/jobs?limit=100`);
    return jobs.map(({ scheduled_at }) => Date.parse(scheduled_at));
  }

  async nextTick(world: JumpWorld): Promise<number> {
    return Date.parse((await world.read<{ next_run_at: string }>(`/schedules/${this.id}`)).next_run_at);
  }

  /** For six hours of ticks one job, the latest's. */
  private async expectOneForTheSkipped(
    world: JumpWorld,
    before: readonly number[],
    jumpedAt: number,
    to: number,
  ): Promise<void> {
    const latest = Math.floor(to / MINUTE_MS) * MINUTE_MS;
    await this.ticked(world, latest, SLACK_MS);
    await world.until(jumpedAt + 2 * SLACK_MS);
    // One that ran just before the jump lies six hours back by now.
    const recent = latest - 300 * MINUTE_MS;
    const since = (await this.ticks(world)).filter((tick) => tick > recent && !before.includes(tick));
    expect(since).toEqual([latest]);
  }
}
