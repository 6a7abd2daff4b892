import { describe, expect, it } from '@jest/globals';
import { checkSchedule } from './check-schedule.js';

const least = { url: 'https://a.test/', cron: '0 * * * *' };
const problems = (more: object) => {
  const checked = checkSchedule({ ...least, ...more });
  return checked.ok ? [] : checked.problems.map(({ field }) => field);
};

describe('a schedule', () => {
  it('is in UTC, does not catch up and may overlap, unless it says otherwise', () => {
    expect(checkSchedule(least)).toMatchObject({
      ok: true,
      value: {
        cron: '0 * * * *',
        timezone: 'UTC',
        catchUp: false,
        overlap: 'allow',
        name: null,
        call: { ignored: [] },
      },
    });
    const more = { timezone: 'asia/tokyo', catch_up: true, overlap: 'skip', name: 'Näme', color: 'red' };
    expect(checkSchedule({ ...least, ...more })).toMatchObject({
      ok: true,
      value: { timezone: 'Asia/Tokyo', catchUp: true, overlap: 'skip', name: 'Näme', call: { ignored: ['color'] } },
    });
  });

  it('takes null, and an empty name, for left out', () => {
    const nothing = { timezone: null, catch_up: null, overlap: null, name: null, cron_expr: null };
    expect(checkSchedule({ ...least, ...nothing })).toEqual(checkSchedule(least));
    expect(checkSchedule({ ...least, name: '' })).toEqual(checkSchedule(least));
  });

  it('has its expression in either spelling', () => {
    const { cron, ...rest } = least;
    expect(checkSchedule({ ...rest, cron_expr: cron })).toEqual(checkSchedule(least));
    expect(checkSchedule({ ...least, cron_expr: cron })).toEqual(checkSchedule(least));
    expect(problems({ cron_expr: '1 * * * *' })).toEqual(['cron_expr']);
    expect(problems({ cron: null, cron_expr: '61 * * * *' })).toEqual(['cron_expr']);
    expect(problems({ cron: undefined })).toEqual(['cron']);
  });

  it('is told of all that is wrong at once', () => {
    expect(
      problems({ url: 5, cron: '@daily', timezone: '+01:00', catch_up: 'yes', overlap: 'queue', name: 'a\nb' }),
    ).toEqual(['url', 'cron', 'name', 'timezone', 'catch_up', 'overlap']);
    expect(problems({ name: 'x'.repeat(201) })).toEqual(['name']);
    expect(problems({ name: 7, overlap: ['skip'], catch_up: 1, timezone: {}, cron: {} })).toHaveLength(5);
  });
});
