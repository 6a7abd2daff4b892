import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/** The folder of the project, with a slash at its end. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const DEPLOY = `${ROOT}examples/deploy/`;

/** A file of `examples/deploy/`, as text. */
export function deployFile(name: string): string {
  return readFileSync(DEPLOY + name, 'utf8');
}

/** One instruction of a Dockerfile, its continued lines joined. */
export interface Instruction {
  readonly word: string;
  readonly rest: string;
}

export function instructions(): Instruction[] {
  const lines = deployFile('Dockerfile').split('\n');
  const text = lines.filter((line) => !line.startsWith('#')).join('\n');
  const whole = text.replaceAll('\\\n', ' ').split('\n');
  return whole
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, word = '', rest = ''] = /^\s*(\S+)\s+(.*)$/.exec(line) ?? [];
      return { word, rest: rest.replace(/\s+/g, ' ') };
    });
}

/** What a `COPY` takes from the folder of the project; nothing of those that take from another stage. */
export function copiedPaths(): string[] {
  const copies = instructions().filter(({ word, rest }) => word === 'COPY' && !rest.startsWith('--from='));
  return copies.flatMap(({ rest }) => rest.split(' ').slice(0, -1));
}

/** What the last stage sets. */
export function imageEnvironment(): Record<string, string> {
  const pairs = instructions().flatMap(({ word, rest }) => (word === 'ENV' ? rest.split(' ') : []));
  return Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/s).slice(0, 2))) as Record<string, string>;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- what a test reads out of YAML
export type Yaml = any;

/** Reads YAML with the parser that @nestjs/swagger brings along. */
export function readYaml(name: string): Yaml {
  const beside = createRequire(createRequire(import.meta.url).resolve('@nestjs/swagger'));
  const { load } = beside('js-yaml') as { readonly load: (text: string) => unknown };
  return merged(load(deployFile(name))) as Yaml;
}

/** Puts what stands under `<<` where Compose would have it; the parser leaves that to us. */
function merged(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(merged);
  if (value === null || typeof value !== 'object') return value;
  const { '<<': base = {}, ...own } = value as Record<string, unknown>;
  const all = { ...(base as object), ...own };
  return Object.fromEntries(Object.entries(all).map(([key, one]) => [key, merged(one)]));
}

/** The lines of an ini-like file (a systemd unit), by section, in order; a key may come several times. */
export function unitLines(name: string): { section: string; key: string; value: string }[] {
  let section = '';
  return deployFile(name)
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .flatMap((line) => {
      const head = /^\[(.+)\]$/.exec(line);
      if (head) section = head[1] ?? '';
      const [key = '', value = ''] = line.split(/=(.*)/s);
      return head ? [] : [{ section, key, value }];
    });
}

/** The values of a key of a unit, in order. */
export function unitValues(key: string): string[] {
  return unitLines('roundtrip.service').flatMap((line) => (line.key === key ? [line.value] : []));
}

/** `NAME=value` lines, as systemd and Compose read them. */
export function envFile(name: string): Record<string, string> {
  const lines = deployFile(name).split('\n');
  const pairs = lines.filter((line) => /^[A-Z]/.test(line)).map((line) => line.split(/=(.*)/s).slice(0, 2));
  return Object.fromEntries(pairs) as Record<string, string>;
}
