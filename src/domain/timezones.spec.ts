import { describe, expect, it } from '@jest/globals';
import { checkTimezone, zoneOf } from './timezones.js';

describe('a timezone', () => {
  it.each([
    ['UTC', 'UTC'],
    ['utc', 'UTC'],
    ['europe/berlin', 'Europe/Berlin'],
    ['AMERICA/SAO_PAULO', 'America/Sao_Paulo'],
    ['America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
    ['Asia/Kolkata', 'Asia/Kolkata'],
    ['US/Pacific', 'US/Pacific'],
    ['Etc/GMT+5', 'Etc/GMT+5'],
  ])('may be any that is in the IANA list: %s', (name, timezone) =>
    expect(checkTimezone(name)).toEqual({ ok: true, timezone }),
  );

  it.each([
    ...['', 'Mars/Olympus', '+01:00', '-05', 'UTC+1', 'Europe/Berlin ', 'Europe/../Berlin', 'local'],
    ...['x'.repeat(65), 5, null, undefined, {}, ['UTC']],
  ])('is nothing else: %p', (name) =>
    expect(checkTimezone(name)).toEqual({ ok: false, problem: expect.stringContaining('"Europe/Berlin"') }),
  );

  it('leads to the same zone by its older and its newer name', () =>
    expect(zoneOf('Asia/Kolkata')).toBe(zoneOf('Asia/Calcutta')));
});
