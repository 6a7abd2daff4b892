import { describe, expect, it } from '@jest/globals';
import { groupTrouble, type Trouble } from './group-trouble.js';

const trouble = (fields: Partial<Trouble>): Trouble => ({
  ...{ cause: 'failed', sellerId: 'sel_a', shortId: 'tool', detail: 'seller_failed', at: 10, orderId: 'o1' },
  ...fields,
});
const told = (...all: Partial<Trouble>[]) => groupTrouble(all.map(trouble));

describe('what needs a person', () => {
  it('is one row for each tool and error code, told in plain words', () => {
    const groups = told({}, { orderId: 'o2', at: 5 }, { detail: 'bad_result' }, { shortId: 'other' });
    expect(groups.map(({ shortId, title, count }) => [shortId, title, count])).toEqual([
      ['tool', 'Failed: the seller says that it could not do these orders.', 2],
      ['tool', 'Failed: the results could not be taken.', 1],
      ['other', 'Failed: the seller says that it could not do these orders.', 1],
    ]);
    expect(groups[0]).toMatchObject({ oldestAt: 5, orderIds: ['o2', 'o1'], outageIds: [], notificationIds: [] });
  });

  it('is one row for all outages of a seller, of whatever tools', () => {
    const [group, ...others] = told(
      { cause: 'outage', detail: '', outageId: 'out_1', at: 3 },
      { cause: 'outage', detail: 'lasts', outageId: 'out_2', shortId: 'other', orderId: 'o2' },
      { cause: 'outage', detail: 'lasts', outageId: 'out_2', shortId: 'other', orderId: 'o1' },
    );
    expect(others).toEqual([]);
    expect(group).toMatchObject({ shortId: null, count: 2, outageIds: ['out_1', 'out_2'], oldestAt: 3 });
    expect(group!.title).toBe('The seller cannot be called.');
  });

  it('comes gravest first, then oldest', () => {
    const causes = told(
      { cause: 'slow' },
      { cause: 'failed', at: 9 },
      { cause: 'outage', at: 99 },
      { cause: 'failed', at: 3, shortId: 'older' },
      { cause: 'notification_dead', orderId: null, notificationId: 'ntf_1' },
    );
    expect(causes.map(({ cause, oldestAt }) => `${cause} ${oldestAt}`)).toEqual([
      ...['outage 99', 'failed 3', 'failed 9', 'slow 10', 'notification_dead 10'],
    ]);
  });

  it('names a hundred orders, and counts a thousand at most', () => {
    const [group] = told(...Array.from({ length: 1_234 }, (_, i) => ({ orderId: `o${i}`, at: i })));
    expect([group!.count, group!.orderIds.length, group!.orderIds[0]]).toEqual([1_000, 100, 'o0']);
  });

  it('is a paused tool also where nothing waits for it', () => {
    const [group] = told({ cause: 'tool_paused', orderId: null, detail: '' });
    expect([group!.count, group!.orderIds]).toEqual([0, []]);
  });

  it.each(['seller_unreachable', 'whatever_comes', '', 'lasts', 'marketplace'])(
    'is told in sentences: %s',
    (detail) => {
      for (const cause of ['failed', 'outage', 'notification_dead', 'slow', 'unreadable'] as const) {
        const [group] = told({ cause, detail });
        expect(group!.title).toMatch(/^[A-Z].+\.$/);
        expect(group!.hint).toMatch(/^[A-Z].+\.$/);
      }
    },
  );
});
