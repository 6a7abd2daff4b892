import { readFileSync, statSync } from 'node:fs';
import { isIP } from 'node:net';

/**
 * The machine's hosts file: names the operator has fixed. Read again when it changes. Reading is synchronous on
 * purpose: it is a small local file, looked at once per new connection, and the thread pool may be full of slower
 * things.
 */
export class HostsFile {
  private stamp = '';
  private names = new Map<string, string[]>();

  constructor(private readonly path: string) {}

  /** The addresses of a name (lower case); empty when the file does not know it. */
  addressesOf(name: string): readonly string[] {
    this.refresh();
    return this.names.get(name) ?? [];
  }

  private refresh(): void {
    const found = statSync(this.path, { throwIfNoEntry: false });
    const stamp = found ? `${found.mtimeMs} ${found.size} ${found.ino}` : '';
    if (stamp === this.stamp) return;
    this.names = found ? parseHosts(readFileSync(this.path, 'utf8')) : new Map<string, string[]>();
    this.stamp = stamp;
  }
}

function parseHosts(text: string): Map<string, string[]> {
  const names = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [address, ...aliases] = line.replace(/#.*/, '').trim().split(/\s+/);
    // macOS lists `fe80::1%lo0 localhost`: a zoned address cannot be dialled by us, so it is no address of the name.
    if (!address || address.includes('%') || isIP(address) === 0) continue;
    for (const alias of aliases) addTo(names, alias.toLowerCase(), address);
  }
  return names;
}

function addTo(names: Map<string, string[]>, name: string, address: string): void {
  const known = names.get(name) ?? [];
  if (!known.includes(address)) names.set(name, [...known, address]);
}
