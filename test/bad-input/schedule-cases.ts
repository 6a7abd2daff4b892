import type { BadCase } from './cases.js';

const invalid = { status: 400, code: 'invalid_request' };

function schedule(kind: string, wrong: object, field: string, says: RegExp): BadCase {
  const body = { url: 'https://seller.test/hook', cron: '0 * * * *', ...wrong };
  return {
    ...{ kind: `a schedule: ${kind}`, ...invalid, field, says },
    request: () => ({ method: 'POST', path: '/schedules', body }),
  };
}

/** What a schedule calls is checked as that of a job. */
export const BAD_SCHEDULES: readonly BadCase[] = [
  schedule('no URL', { url: undefined }, 'url', /URL/),
  schedule('an http URL', { url: 'http://seller.test' }, 'url', /https:\/\//),
  schedule('our own header', { headers: { 'X-Fliq-Signature': 'x' } }, 'headers.X-Fliq-Signature', /set by us/),
  schedule('a retry too many', { max_retries: 11 }, 'max_retries', /0 to 10/),
  schedule('no expression', { cron: undefined }, 'cron', /is required/),
  schedule('two expressions', { cron_expr: '1 * * * *' }, 'cron_expr', /one of the two/),
  schedule('a number for an expression', { cron: 5 }, 'cron', /must be a text/),
  schedule('four fields', { cron: '* * * *' }, 'cron', /has 4 fields: give five/),
  schedule('seconds', { cron: '0 0 * * * *' }, 'cron', /has 6 fields/),
  schedule('a nickname', { cron: '@daily' }, 'cron', /write the five fields/),
  schedule('minute 60', { cron: '60 * * * *' }, 'cron', /minute "60"/),
  schedule('a step of 0', { cron: '*/0 * * * *' }, 'cron', /from 1 to 60/),
  schedule('the last day', { cron: '0 0 L * *' }, 'cron', /"L" cannot be read/),
  schedule('the 31st of February', { cron: '0 0 31 2 *' }, 'cron', /never comes true/),
  schedule('an expression over 200', { cron: `${'0,'.repeat(100)}0 * * * *` }, 'cron', /at most 200/),
  schedule('a timezone that is none', { timezone: 'Mars/Olympus' }, 'timezone', /IANA name/),
  schedule('an offset', { timezone: '+01:00' }, 'timezone', /IANA name/),
  schedule('catch_up of a wrong type', { catch_up: 'true' }, 'catch_up', /true or false/),
  schedule('an overlap', { overlap: 'queue' }, 'overlap', /allow, skip/),
  schedule('a name over 200', { name: 'x'.repeat(201) }, 'name', /200 characters/),
  {
    ...{ kind: 'a schedule that is a list', ...invalid, field: 'body', says: /JSON object/ },
    request: () => ({ method: 'POST', path: '/v1/schedules', body: [] }),
  },
  ...['x', "' OR 1=1 --", '%00', '..%2f..'].map((id): BadCase => ({
    ...{ kind: `a schedule called ${id}`, status: 404, code: 'not_found', field: null, says: /no such schedule/ },
    request: () => ({ method: 'POST', path: `/schedules/${encodeURI(id).replace('%25', '%')}/run` }),
  })),
];
