import { Pool } from 'undici';

/** What the product is measured against: undici alone, with the same connections, to the same origin. */
export class BarePool {
  private readonly pool: Pool;

  constructor(
    origin: string,
    private readonly connections: number,
    ca: string,
  ) {
    this.pool = new Pool(origin, { connections, pipelining: 1, connect: { ca } });
  }

  /** GETs every path once, as many at a time as there are connections, each body read whole. */
  async getAll(paths: readonly string[]): Promise<void> {
    const queue = paths.values();
    const run = async () => {
      for (const path of queue) await this.get(path);
    };
    await Promise.all(Array.from({ length: this.connections }, run));
  }

  close(): Promise<void> {
    return this.pool.close();
  }

  private async get(path: string): Promise<void> {
    const headers = { authorization: 'Bearer bench', accept: 'application/json', 'accept-encoding': 'identity' };
    const { body } = await this.pool.request({ method: 'GET', path, headers });
    await body.text();
  }
}
