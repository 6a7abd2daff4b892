import { it } from '@jest/globals';
import { scrub } from '../../src/domain/scrub.js';
it('x', () => {
  const h = 'Bearer ' + 'x9'.repeat(20);
  for (const n of [1000, 100000]) {
    const t = performance.now();
    for (let i = 0; i < n; i++) scrub('{"status":"processing","progress":40}', [h]);
    console.log(n, ((performance.now() - t) / n) * 1000, 'us');
  }
});
