import { describe, expect, it } from '@jest/globals';
import { LogEvents } from './log-events.js';
import { createLogger } from './logger.js';
import { findStorageTrouble } from './storage-trouble.js';

const coded = (code: string, more: object = {}) => Object.assign(new Error('-'), { code, ...more });

describe('an error', () => {
  it.each([
    ['SQLITE_FULL', 'full'],
    ['SQLITE_IOERR_SHMSIZE', 'full'],
    ['ENOSPC', 'full'],
    ['EDQUOT', 'full'],
    ['SQLITE_IOERR_WRITE', 'unavailable'],
    ['SQLITE_IOERR', 'unavailable'],
    ['SQLITE_BUSY', 'unavailable'],
    ['SQLITE_READONLY_DBMOVED', 'unavailable'],
  ])('of code %s is storage that is %s, also as the cause of another', (code, trouble) => {
    expect(findStorageTrouble(coded(code))).toEqual({ trouble, code });
    expect(findStorageTrouble(new Error('outer', { cause: coded(code) }))).toEqual({ trouble, code });
  });

  it('of the store of result files is trouble whatever its code; full where it says so', () => {
    const name = 'StorageUnavailable';
    expect(findStorageTrouble(coded('ECONNREFUSED', { name }))).toEqual({
      trouble: 'unavailable',
      code: 'ECONNREFUSED',
    });
    expect(findStorageTrouble(coded('ENOSPC', { name }))).toEqual({ trouble: 'full', code: 'ENOSPC' });
  });

  it('of another kind is none', () => {
    const ring = new Error('ring');
    ring.cause = ring;
    const others = [
      coded('SQLITE_CONSTRAINT_UNIQUE'),
      coded('ECONNREFUSED'),
      new Error('x'),
      ring,
      'SQLITE_FULL',
      null,
    ];
    expect(others.map(findStorageTrouble)).toEqual(others.map(() => null));
  });
});

describe('the log', () => {
  it('tells trouble with storage once in ten seconds for each code, counted and without a stack; a bug every time', () => {
    let written = '';
    const destination = { write: (line: string) => void (written += line) };
    let now = 0;
    const events = new LogEvents(createLogger({ level: 'info', format: 'json', destination }), () => now);
    const heard: string[] = [];
    events.hearTrouble((trouble) => heard.push(trouble));
    for (; now < 25_000; now += 10)
      events.broke('answering POST /v1/orders', coded('SQLITE_FULL'), { request_id: 'r' });
    events.broke('the sweep', coded('SQLITE_BUSY'));
    for (let bugs = 0; bugs < 3; bugs++) events.broke('reading', new Error('a bug'));
    const lines = written
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ event, code, times }) => [event, code, times])).toEqual([
      ['storage.trouble', 'SQLITE_FULL', 1],
      ['storage.trouble', 'SQLITE_FULL', 1000],
      ['storage.trouble', 'SQLITE_FULL', 1000],
      ['storage.trouble', 'SQLITE_BUSY', 1],
      ...Array<unknown>(3).fill(['error', undefined, undefined]),
    ]);
    expect(lines[0]).toMatchObject({ level: 'error', trouble: 'full', doing: 'answering POST /v1/orders' });
    expect(lines[0]).not.toHaveProperty('error');
    // Whoever counts them hears of each.
    expect([heard.length, heard.at(-1)]).toEqual([2501, 'unavailable']);
  });
});
