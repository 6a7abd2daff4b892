import { expect, it } from '@jest/globals';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { startTestRoundtrip } from '../support/roundtrip.js';
import { Canaries } from './canaries.js';

/** What the first start makes for itself lies in two files that only their owner may read, by design, and nowhere else. */
it('keeps an admin token and a key that it made in their files, and nowhere else', async () => {
  const roundtrip = await startTestRoundtrip({ env: { ADMIN_TOKEN: '', ENCRYPTION_KEY: '', LOG_LEVEL: 'trace' } });
  const { folder, adminToken } = roundtrip;
  const seller = await roundtrip.call('POST', '/v1/sellers', { name: 'Ada' });
  const made = { name: 'A tool', seller_id: seller.body.seller_id as string, job_url: 'https://seller.test/job' };
  const tool = await roundtrip.call('POST', '/v1/tools', { ...made, auth_headers: { 'X-Key': 'a key' } });
  expect(tool.status).toBe(201);
  const answers = await Promise.all(['/v1/tokens', '/v1/audit', '/metrics'].map((path) => roundtrip.call('GET', path)));
  const canaries = new Canaries();
  canaries.plant('the admin token', adminToken);
  canaries.plant('the key', readFileSync(folder.join('encryption-key'), 'utf8').trim());
  const found = () =>
    readdirSync(folder.path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => canaries.hitsIn(file, readFileSync(file)).length > 0)
      .sort();
  const files = [folder.join('admin-token'), folder.join('encryption-key')];
  expect(found()).toEqual(files);
  await roundtrip.stop();
  expect(found()).toEqual(files);
  for (const file of files) expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(folder.join('admin-token'), 'utf8').trim()).toBe(adminToken);
  for (const text of [...roundtrip.logged, ...answers.map((answer) => answer.text)])
    expect(canaries.hitsIn('told', text)).toEqual([]);
  folder.remove();
});
