import { setTimeout as sleep } from 'node:timers/promises';
import { Dice } from '../crash/dice.js';
import { createAuthority } from '../support/local-authority.js';
import { startMarketplace, type Marketplace } from '../support/marketplace.js';
import { startSeller, type ScriptedSeller } from '../support/scripted-seller.js';
import { AftermathReader } from './aftermath.js';
import { ChaosCluster } from './chaos-cluster.js';
import type { ChaosProcess } from './chaos-process.js';
import { drawOrders, ROADS, type ChaosOrder, type Slowness } from './chaos-orders.js';
import { drawPlan, type ChaosPlan, type ChaosSize, type KillKind } from './chaos-plan.js';
import { ChaosSellers } from './chaos-sellers.js';
import { Doors } from './doors.js';
import { judge } from './judge.js';
import { countErrors, type Figures, type Outcome } from './outcome.js';
import { Placing } from './placing.js';

/** By then everything must be over, counted from the end of the last thing that was done to a process. */
const OVER_WITHIN_MS = 120_000;
/** One in so many messages to the marketplace is refused, once, and sent again. */
const REFUSED_ONE_IN = 12;
/** One in so many kills may meet a process that is not ready yet. */
const STARTING_ONE_IN = 7;
const TELL_EVERY_MS = 15_000;

export interface CampaignOptions {
  readonly seed: number;
  readonly size: ChaosSize;
  readonly slowness: Slowness;
  readonly tell: (line: string) => void;
}

/** Four processes, flaky sellers, and a hand that kills: from the first order until nothing is left of the processes. */
export async function runCampaign(options: CampaignOptions): Promise<Outcome> {
  const authority = await createAuthority();
  const sellers = await Promise.all(ROADS.map(() => startSeller(authority, { recording: false })));
  const marketplace = await startMarketplace();
  const cluster = await ChaosCluster.start(authority.caPem, marketplace);
  try {
    return await new Campaign(options, cluster, marketplace, sellers).run();
  } finally {
    await cluster.close();
    await Promise.all(sellers.map((seller) => seller.close()));
    await marketplace.close();
  }
}

class Campaign {
  private readonly plan: ChaosPlan;
  private readonly orders: readonly ChaosOrder[];
  private readonly doors: Doors;
  private readonly shop: ChaosSellers;
  private readonly reader: AftermathReader;
  private readonly placing: Placing;
  private readonly findings: string[] = [];
  private readonly began = performance.now();
  private readonly struck: Record<KillKind, number> = { SIGKILL: 0, SIGTERM: 0, SIGSTOP: 0 };
  private databaseRestarts = 0;
  private isOver = false;
  /** When the last of what was done to a process is over. */
  private calmAt = 0;

  constructor(
    private readonly options: CampaignOptions,
    private readonly cluster: ChaosCluster,
    private readonly marketplace: Marketplace,
    sellers: readonly ScriptedSeller[],
  ) {
    const { seed, size, slowness } = options;
    this.plan = drawPlan(new Dice(seed), size);
    this.orders = drawOrders(seed, size.orders, slowness);
    this.doors = new Doors(cluster.doors, () => this.isOver);
    this.shop = new ChaosSellers(new Map(this.orders.map((order) => [order.orderId, order])), this.doors);
    const [{ token }, url] = [cluster, cluster.doors[0]!];
    this.placing = new Placing({ doors: this.doors, url, token, sellers, shop: this.shop });
    this.reader = new AftermathReader(cluster.postgres.url);
    const dice = new Dice(seed + 1);
    const refused = new Set<string>();
    marketplace.answer = ({ webhookId }) => {
      if (refused.has(webhookId) || !dice.oneIn(REFUSED_ONE_IN)) return 200;
      refused.add(webhookId);
      return 503;
    };
  }

  async run(): Promise<Outcome> {
    await this.placing.register();
    const telling = setInterval(() => void this.tellProgress(), TELL_EVERY_MS);
    try {
      const killingS = await timed(() =>
        Promise.all([this.placing.placeAll(this.orders, this.placeEveryMs), this.killAll()]),
      );
      const settledS = await this.settle();
      return await this.close(killingS, settledS);
    } finally {
      clearInterval(telling);
      this.isOver = true;
    }
  }

  /** Spread over the kills, so that the last are placed shortly before the last of these. */
  private get placeEveryMs(): number {
    const { size } = this.options;
    return (size.gapMs * size.kills * 0.9) / size.orders;
  }

  private async killAll(): Promise<void> {
    const restarts: Promise<void>[] = [];
    for (const [nth, kill] of this.plan.kills.entries()) {
      await sleep(kill.afterMs);
      if (this.plan.databaseRestarts.includes(nth)) restarts.push(this.restartDatabase());
      const victim = await this.victim(kill.whom);
      victim.strike(kill);
      this.struck[kill.kind] += 1;
      this.calmAt = Math.max(this.calmAt, performance.now() + kill.forMs);
    }
    await Promise.all(restarts);
  }

  /** Of those that are ready; now and then one that is still starting. */
  private async victim(whom: number): Promise<ChaosProcess> {
    for (;;) {
      const fair = this.cluster.processes.filter(
        (each) => each.isFair && (each.isReady || whom % STARTING_ONE_IN === 0),
      );
      const victim = fair[whom % fair.length];
      if (victim) return victim;
      await sleep(50);
    }
  }

  private async restartDatabase(): Promise<void> {
    this.options.tell(`the database is killed (${this.elapsed()} s)`);
    await this.cluster.restartDatabase(this.plan.databaseAwayMs);
    this.databaseRestarts += 1;
    this.calmAt = Math.max(this.calmAt, performance.now());
  }

  /** Answers how many seconds it took from the end of the last blow until nothing was open. */
  private async settle(): Promise<number> {
    let open = 'everything';
    while (open !== '' && performance.now() < this.calmAt + OVER_WITHIN_MS) {
      await sleep(500);
      open = await this.reader.open().catch((error: unknown) => `(${String(error)})`);
    }
    if (open !== '') {
      const stuck = (await this.reader.stuck()).map((row) => `  ${JSON.stringify(row)}`);
      this.findings.push([`two minutes after the last kill there are still ${open}`, ...stuck].join('\n'));
    }
    const settledS = Math.max(0, Math.round((performance.now() - this.calmAt) / 1_000));
    await this.shop.quiet();
    return settledS;
  }

  private async close(killingS: number, settledS: number): Promise<Outcome> {
    const { cluster, shop, orders, placing, marketplace } = this;
    await cluster.ready();
    const overstayed = await cluster.stopProcesses();
    const [aftermath, logged] = [await this.reader.read(), cluster.logged()];
    const { deliveries } = marketplace;
    const findings = [
      ...this.findings,
      ...placing.findings,
      ...cluster.surprises,
      ...overstayed.map((name) => `${name} did not end within its time`),
      ...shop.refused.map((text) => `a callback was refused: ${text}`),
      ...judge({ orders, answered: placing.answered, aftermath, deliveries, jobs: shop.jobs, logged }),
    ];
    return {
      figures: this.figures(killingS, settledS, aftermath.twice.length),
      findings,
      aftermath,
      errors: countErrors(logged),
    };
  }

  private figures(killingS: number, settledS: number, takenOver: number): Figures {
    const { cluster, shop, marketplace, options, placing } = this;
    const jobs = [...shop.jobs.values()].reduce((sum, marks) => sum + marks.length, 0);
    const messages = new Set(marketplace.deliveries.map(({ webhookId }) => webhookId)).size;
    return {
      ...{ seed: options.seed, orders: placing.answered.size, kills: this.struck, farJobs: placing.farJobs },
      ...{ databaseRestarts: this.databaseRestarts, startsWithoutDatabase: cluster.withoutDatabase },
      starts: cluster.processes.reduce((sum, { starts }) => sum + starts, 0),
      ...{ unanswered: this.doors.unanswered, faults: shop.faults, checks: shop.checks, callbacks: shop.callbacks },
      ...{ jobs, jobsAgain: jobs - shop.jobs.size },
      ...{ messages, messagesAgain: marketplace.deliveries.length - messages },
      ...{ takenOver, killingS, settledS, totalS: this.elapsed() },
    };
  }

  private async tellProgress(): Promise<void> {
    const { SIGKILL, SIGTERM, SIGSTOP } = this.struck;
    const open = await this.reader.open().catch(() => 'unknown: the database is away');
    const apart = await this.reader.apart().catch(() => []);
    for (const row of apart) this.findings.push(`work and queue did not say the same: ${JSON.stringify(row)}`);
    const kills = `${SIGKILL + SIGTERM + SIGSTOP} kills (${SIGKILL} KILL, ${SIGTERM} TERM, ${SIGSTOP} STOP)`;
    this.options.tell(
      `${this.elapsed()} s: ${kills}, ${this.placing.answered.size} orders placed; open: ${open || 'nothing'}`,
    );
  }

  private elapsed(): number {
    return Math.round((performance.now() - this.began) / 1_000);
  }
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await act();
  return Math.round((performance.now() - began) / 1_000);
}
