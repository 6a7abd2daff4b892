import { describe, expect, it } from '@jest/globals';
import { makeAlerts } from '../../src/composition/make-alerts.js';
import type { DiskSpace } from '../../src/domain/alert.js';
import type { WatchedDisk, WatchState } from '../../src/upkeep/alerts/watch-state.js';
import { loadSettings } from '../../src/settings/load-settings.js';
import { expectSentence, HOUR, MINUTE, useJourney } from '../journeys/journey.js';
import type { JourneyTool } from '../journeys/journey-tool.js';
import { eventually } from '../support/eventually.js';
import type { Delivery } from '../support/marketplace.js';
import type { SellerReply } from '../support/scripted-seller.js';

const GIB = 1024 ** 3;
const room: DiskSpace = { freeBytes: 50 * GIB, sizeBytes: 100 * GIB };
const disk = { ...room };
const journey = useJourney({ env: { MAX_CONCURRENCY: '3' }, spaceOf: async () => ({ ...disk }) });

const watch = () => journey.roundtrip.rooms.alerts.watch!;
/** Of disks, that of the files: on Postgres there is no other. */
const alertsOf = (type: string): Delivery[] =>
  journey.operator.events.filter((event) => event.type === type && !String(event.data['disk']).endsWith('/data'));
const states = (type: string) => alertsOf(type).map((event) => event.data['state']);

/** Looks as often as the server does in so much time. */
async function lookFor(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 15_000) {
    journey.pass(15_000);
    await watch().look();
  }
}

async function told(type: string, wanted: readonly string[]): Promise<Delivery> {
  await eventually(() => states(type).length >= wanted.length);
  expect(states(type)).toEqual(wanted);
  return alertsOf(type).at(-1)!;
}

/** How many alerts of a type there are, sent or not. */
async function laidDown(type: string): Promise<number> {
  const { body } = await journey.api('GET', '/v1/notifications?limit=100');
  return (body.notifications as { type: string }[]).filter((message) => message.type === type).length;
}

/** Takes job POSTs and answers none of them before the test says so. */
function hold(tool: JourneyTool): () => void {
  const held: ((reply: SellerReply) => void)[] = [];
  tool.onJob(() => new Promise<SellerReply>((resolve) => held.push(resolve)));
  return () => {
    tool.onJob({ status: 200 });
    for (const answer of held) answer({ status: 200 });
  };
}

/** Fills every place there is with calls that hang; gives back what ends them. */
async function fillPlaces(): Promise<() => void> {
  const tools = [await journey.tool(), await journey.tool(), await journey.tool()];
  const ends = tools.map(hold);
  for (const tool of tools) await tool.place();
  await eventually(() => tools.every((tool) => tool.jobs.length === 1));
  return () => ends.forEach((end) => end());
}

describe('a disk that runs out', () => {
  it('is told of once, again after six hours, and once when there is room again', async () => {
    const began = journey.clock.now();
    Object.assign(disk, { freeBytes: 4 * GIB });
    await watch().look();
    await watch().look();
    const first = await told('disk.low', ['began']);
    expect(first.data['disk']).toMatch(/\/files$/);
    expect(first).toMatchObject({ problem: undefined, status: 200 });
    expect(first.data).toMatchObject({ state: 'began', over_at: null, free_bytes: 4 * GIB, size_bytes: 100 * GIB });
    expect(first.data['began_at']).toBe(new Date(began).toISOString());
    expectSentence(first.data['message'] as string);
    journey.pass(6 * HOUR - 1);
    await watch().look();
    expect(states('disk.low')).toEqual(['began']);
    journey.pass(1);
    await watch().look();
    await told('disk.low', ['began', 'lasts']);
    Object.assign(disk, room);
    journey.pass(5 * MINUTE - 1);
    await watch().look();
    journey.pass(1);
    await watch().look();
    const over = await told('disk.low', ['began', 'lasts', 'over']);
    expect(over.data).toMatchObject({ began_at: first.data['began_at'] });
    expect(over.data['over_at']).toBe(new Date(journey.clock.now()).toISOString());
    await lookFor(MINUTE);
    expect(alertsOf('disk.low')).toHaveLength(3);
  });

  it('that comes and goes within five minutes is one cause', async () => {
    const before = alertsOf('disk.low').length;
    for (const freeBytes of [GIB, room.freeBytes, GIB, room.freeBytes]) {
      Object.assign(disk, { freeBytes });
      await watch().look();
      journey.pass(MINUTE);
    }
    await eventually(() => alertsOf('disk.low').length === before + 1);
    journey.pass(5 * MINUTE);
    await watch().look();
    await eventually(() => alertsOf('disk.low').length === before + 2);
    expect(states('disk.low').slice(before)).toEqual(['began', 'over']);
  });
});

describe('work that is late', () => {
  it('is told of where nothing but the engine keeps it waiting, for a minute', async () => {
    const free = await fillPlaces();
    const waiting = await (await journey.tool()).place();
    await eventually(() => journey.roundtrip.rooms.engineRoom.engine.waits.waitingForPlace().length === 1);
    await lookFor(MINUTE);
    expect(alertsOf('work.late')).toEqual([]);
    await lookFor(75_000);
    expect(await laidDown('work.late')).toBe(1);
    // All places are taken: the alert takes its turn, as everything does.
    free();
    const alert = await told('work.late', ['began']);
    expectSentence(alert.data['message'] as string);
    expect(alert.data['lateness_s']).toBeGreaterThan(60);
    await waiting.becomes('processing');
    await lookFor(6 * MINUTE);
    await told('work.late', ['began', 'over']);
  });

  it('is not told of where a limit of its tool holds it back, nor where it is a test order', async () => {
    const before = await laidDown('work.late');
    const narrow = await journey.tool({ max_concurrency: 1 });
    const release = hold(narrow);
    const placed = [await narrow.place(), await narrow.place()];
    await eventually(() => narrow.jobs.length === 1);
    await lookFor(4 * MINUTE);
    release();
    for (const order of placed) await order.becomes('processing');
    const free = await fillPlaces();
    const test = await (await journey.tool()).place({ is_test: true });
    await eventually(() => journey.roundtrip.rooms.engineRoom.engine.waits.waitingForPlace().length === 1);
    await lookFor(4 * MINUTE);
    expect(await laidDown('work.late')).toBe(before);
    free();
    await test.becomes('processing');
  });
});

describe('storage that was full', () => {
  it('is told of by the next look that can write, and over once nothing was refused for five minutes', async () => {
    watch().storageFull();
    await watch().look();
    const alert = await told('storage.full', ['began']);
    expectSentence(alert.data['message'] as string);
    await lookFor(4 * MINUTE);
    watch().storageFull();
    await lookFor(4 * MINUTE);
    expect(states('storage.full')).toEqual(['began']);
    await lookFor(2 * MINUTE);
    await told('storage.full', ['began', 'over']);
  });
});

describe('work that was put in quarantine', () => {
  it('is told of by its kind, but not for a test order', async () => {
    const { raise } = journey.roundtrip.rooms.alerts;
    const tool = await journey.tool();
    const [test, real] = [await tool.placed({ is_test: true }), await tool.placed()];
    await raise.workQuarantined({ kind: 'check', subject: test.id });
    expect(alertsOf('work.quarantined')).toEqual([]);
    await raise.workQuarantined({ kind: 'check', subject: real.id });
    await raise.workQuarantined({ kind: 'check', subject: real.id });
    const alert = await told('work.quarantined', ['began']);
    expect(alert.data).toMatchObject({ kind: 'check', subject: real.id });
    expectSentence(alert.data['message'] as string);
    await lookFor(6 * MINUTE);
    await told('work.quarantined', ['began', 'over']);
  });
});

describe('messages that die', () => {
  it('are told of once for all, and over once the marketplace takes messages again', async () => {
    const tool = await journey.tool({ status_url: null, deadline_s: 2_592_000 });
    journey.marketplace.answer = () => 503;
    const orders = [await tool.placed(), await tool.placed()];
    for (let tries = 1; tries <= 10; tries++) {
      for (const order of orders) await order.attempt('notify', tries);
      if (tries < 10) journey.clock.advanceTo(Math.max(...(await Promise.all(orders.map((o) => o.dueAt('notify'))))));
    }
    const alert = await told('notification.dead', ['began']);
    expect(alert.data).toMatchObject({ type: 'order.processing', destination: 'marketplace', state: 'began' });
    expect(orders.map((order) => order.id)).toContain(alert.data['order_id']);
    expectSentence(alert.data['message'] as string);
    await watch().look();
    journey.pass(6 * HOUR);
    await watch().look();
    await told('notification.dead', ['began', 'lasts']);
    journey.marketplace.answer = () => 200;
    const next = await tool.placed();
    await next.toldUpTo('order.processing');
    await next.attempt('notify', 1);
    await watch().look();
    await told('notification.dead', ['began', 'lasts', 'over']);
  });
});

describe('two processes', () => {
  /** The watch of another process. */
  function watchOf(disks: readonly WatchedDisk[]): WatchState {
    const { rooms, storage } = journey.roundtrip;
    const loaded = loadSettings({ OPERATOR_ALERT_URL: journey.operator.url });
    if (!loaded.ok) throw new Error(loaded.problem);
    return makeAlerts({
      ...{ settings: loaded.settings, database: storage.database, notify: rooms.notify, clock: journey.clock },
      ...{ waiting: () => [], disks },
    }).watch!;
  }

  it('tell a cause, and its end, once', async () => {
    const low = [{ name: 'shared', space: async () => ({ ...disk }) }];
    const both = [watchOf(low), watchOf(low)];
    const ofShared = () => alertsOf('disk.low').filter((event) => String(event.data['disk']).endsWith('/shared'));
    const look = () => Promise.all(both.map((one) => one.look()));
    Object.assign(disk, { freeBytes: 0 });
    await look();
    for (let passed = 0; passed < 6 * HOUR; passed += 4 * MINUTE) {
      journey.pass(4 * MINUTE);
      await look();
    }
    Object.assign(disk, room);
    journey.pass(5 * MINUTE);
    await look();
    await eventually(() => ofShared().length === 3);
    await look();
    expect(ofShared().map((event) => event.data['state'])).toEqual(['began', 'lasts', 'over']);
  });

  it('end what one told of its disk and nobody sees any more, as when a container comes back by another name', async () => {
    const gone = watchOf([{ name: 'gone', space: async () => ({ freeBytes: 0, sizeBytes: 100 * GIB }) }]);
    const left = watchOf([]);
    const ofGone = () => alertsOf('disk.low').filter((event) => String(event.data['disk']).endsWith('/gone'));
    await gone.look();
    journey.pass(5 * MINUTE - 1);
    await left.look();
    await eventually(() => ofGone().length === 1);
    journey.pass(1);
    await left.look();
    await eventually(() => ofGone().length === 2);
    expect(ofGone().map((event) => event.data['state'])).toEqual(['began', 'over']);
  });
});
