import { Resolver } from 'node:dns/promises';
import { HostsFile } from './hosts-file.js';

export interface NameResolverOptions {
  /** Name servers as `ip[:port]`; empty means the system's. */
  readonly servers: readonly string[];
  /** The most that one lookup may take, in milliseconds. */
  readonly timeoutMs?: number;
  readonly hostsFile?: string;
}

/** What a lookup brought. `hosts`: from the operator's own machine; `dns`: whatever the owner of the name says. */
export type Lookup =
  | { readonly kind: 'found'; readonly source: 'hosts' | 'dns'; readonly addresses: readonly string[] }
  | { readonly kind: 'failed'; readonly message: string };

type Family = { readonly addresses: readonly string[]; readonly code: string };

/** How long one query waits for its answer before it is asked again; doubles with every try. */
const TRY_MS = 1_000;
const TRIES = 3;
/**
 * Once one family has answered, the other gets this much more: some name servers never answer AAAA (RFC 8305, section
 * 3).
 */
const SECOND_FAMILY_MS = 250;
/** The system's name servers may change under a long-running process; c-ares reads them once. */
const RENEW_MS = 30_000;

/**
 * Name lookup by c-ares. `dns.lookup` is not used: it runs on the thread pool, where two black-holed names delay all
 * others by 10 s. Names are asked as they are: no search domains, no mDNS.
 */
export class NameResolver {
  private readonly hosts: HostsFile;
  private readonly timeoutMs: number;
  private readonly asking = new Map<string, Promise<Lookup>>();
  private resolver: Resolver;
  private renewAt = 0;

  /** @throws when a server is not `ip[:port]`. */
  constructor(private readonly options: NameResolverOptions) {
    this.hosts = new HostsFile(options.hostsFile ?? '/etc/hosts');
    this.timeoutMs = options.timeoutMs ?? 5_000;
    this.resolver = this.newResolver();
  }

  /** All addresses of a name. Ends early, as failed, when the signal aborts. */
  async lookup(name: string, signal?: AbortSignal): Promise<Lookup> {
    const plain = name.toLowerCase().replace(/\.$/, '');
    const known = this.hosts.addressesOf(plain);
    if (known.length > 0) return { kind: 'found', source: 'hosts', addresses: known };
    // RFC 6761, 6.3: localhost and names under it never go to a name server.
    if (plain === 'localhost' || plain.endsWith('.localhost'))
      return { kind: 'found', source: 'hosts', addresses: ['127.0.0.1', '::1'] };
    return withLimit(this.askOnce(plain), this.timeoutMs, signal);
  }

  /** Ends every query that is still open. */
  close(): void {
    this.resolver.cancel();
  }

  /** Sixty-four connections to one new origin ask its name once. */
  private askOnce(name: string): Promise<Lookup> {
    const open = this.asking.get(name);
    if (open) return open;
    const asked = this.ask(name).finally(() => this.asking.delete(name));
    this.asking.set(name, asked);
    return asked;
  }

  private async ask(name: string): Promise<Lookup> {
    const resolver = this.currentResolver();
    const four = family(resolver.resolve4(name));
    const six = family(resolver.resolve6(name));
    const first = await Promise.race([four, six]);
    const all = Promise.all([four, six]);
    const both = first.addresses.length > 0 ? await within(all, SECOND_FAMILY_MS, [first]) : await all;
    const addresses = both.flatMap((part) => part.addresses);
    if (addresses.length > 0) return { kind: 'found', source: 'dns', addresses };
    return { kind: 'failed', message: explain(both.map((part) => part.code)) };
  }

  private currentResolver(): Resolver {
    const mayRenew = this.options.servers.length === 0 && this.asking.size === 0;
    if (mayRenew && performance.now() > this.renewAt) this.resolver = this.newResolver();
    return this.resolver;
  }

  private newResolver(): Resolver {
    const resolver = new Resolver({ timeout: TRY_MS, tries: TRIES });
    if (this.options.servers.length > 0) resolver.setServers(this.options.servers);
    this.renewAt = performance.now() + RENEW_MS;
    return resolver;
  }
}

async function family(asked: Promise<string[]>): Promise<Family> {
  try {
    return { addresses: await asked, code: '' };
  } catch (error) {
    return { addresses: [], code: (error as NodeJS.ErrnoException).code ?? 'UNKNOWN' };
  }
}

/** ENODATA (the name exists, this family does not) says less than any other code. */
function explain(codes: readonly string[]): string {
  const code = codes.find((one) => one !== 'ENODATA') ?? 'ENODATA';
  if (code === 'ENODATA') return 'has no address';
  if (code === 'ENOTFOUND') return 'does not exist';
  if (code === 'ETIMEOUT') return 'could not be looked up: no name server answered in time';
  return `could not be looked up (${code})`;
}

function withLimit(asked: Promise<Lookup>, limitMs: number, signal?: AbortSignal): Promise<Lookup> {
  const late: Lookup = { kind: 'failed', message: 'could not be looked up: no name server answered in time' };
  return within(asked, limitMs, late, signal);
}

/** What `promised` brings, or `otherwise` once the time is over or the signal aborts. */
function within<T>(promised: Promise<T>, ms: number, otherwise: T, signal?: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const finish = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
    };
    const giveUp = (): void => (finish(), resolve(otherwise));
    const timer = setTimeout(giveUp, ms);
    signal?.addEventListener('abort', giveUp, { once: true });
    if (signal?.aborted) giveUp();
    promised.then(
      (value) => (finish(), resolve(value)),
      (error: Error) => (finish(), reject(error)),
    );
  });
}
