import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect } from '@jest/globals';
import { startTestPostgres, type TestPostgres } from '../support/postgres.js';
import { startTestRoundtrip, type RoundtripOptions, type TestRoundtrip } from '../support/roundtrip.js';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.js';

const KEY = randomBytes(32).toString('base64');

/** Servers that share one database and one folder of files; all in this process, so that a test can look into each. */
export class Servers {
  url = '';
  folder!: TempFolder;
  private postgres!: TestPostgres;
  private readonly running: TestRoundtrip[] = [];

  /** The engine of this build runs in one process: the others are of `ROLE=api`. */
  async start(env: Readonly<Record<string, string>> = {}, options: RoundtripOptions = {}): Promise<TestRoundtrip> {
    const server = await startTestRoundtrip({
      ...options,
      folder: this.folder,
      env: { DATABASE_URL: this.url, ENCRYPTION_KEY: KEY, ...env },
    });
    this.running.push(server);
    return server;
  }

  async open(): Promise<void> {
    this.postgres = await startTestPostgres();
    this.url = await this.postgres.fresh();
    this.folder = makeTempFolder();
  }

  /** Nothing may have broken on the way. */
  async close(): Promise<void> {
    await Promise.all(this.running.map((server) => server.stop()));
    await this.postgres.remove();
    this.folder.remove();
    const broken = this.running.flatMap(({ logged }) =>
      logged.filter((line) => /^\{"level":"(?:error|fatal)"/.test(line)),
    );
    expect(broken).toEqual([]);
  }
}

export function useServers(): Servers {
  const servers = new Servers();
  beforeAll(() => servers.open());
  afterAll(() => servers.close());
  return servers;
}
