import { expect, it } from '@jest/globals';
import { noStrings } from '../../src/domain/received-body.js';
import { readResult } from '../../src/domain/read-result.js';
import { checkJobUrl } from '../../src/domain/url-rules.js';

/**
 * A server that had looked at some five thousand URLs refused every one with a letter such as ü from then on: Node 20's `URL.canParse`,
 * once the place that calls it is optimised, takes Latin-1 text for UTF-8 and says no. A seller with an umlaut in its file names could
 * complete no order any more, until the next restart. URLs are parsed by `new URL` alone now, and lint keeps it so.
 */
it('a URL with a letter such as ü is taken the hundred-thousandth time as the first', () => {
  const [job, result] = ['https://bücher.de/ä', 'https://cdn.example/übersicht.pdf'];
  const refused = { job: 0, result: 0 };
  for (let n = 0; n < 100_000; n++) {
    if (!checkJobUrl(job).ok) refused.job += 1;
    if (!readResult({ output_type: 'url', result_url: result }, noStrings).ok) refused.result += 1;
  }
  expect(refused).toEqual({ job: 0, result: 0 });
});
