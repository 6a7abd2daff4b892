import { describe, expect, it } from '@jest/globals';
import { wantsCsv } from '../../src/http/accept-csv.js';

describe('an Accept header', () => {
  it.each(['text/csv', 'Text/CSV; header=present', 'text/csv, application/json', 'text/csv;q=0.9, */*;q=0.1'])(
    'asks for CSV: %s',
    (accept) => expect(wantsCsv(accept)).toBe(true),
  );

  it.each([undefined, '', '*/*', 'text/*', 'application/json', 'text/csv;q=0', 'text/csv;q=0.5, application/json'])(
    'does not: %s',
    (accept) => expect(wantsCsv(accept)).toBe(false),
  );
});
