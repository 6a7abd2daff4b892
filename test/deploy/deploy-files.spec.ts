import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { loadSettings, type Settings } from '../../src/settings/load-settings.js';
import { knobs } from '../../src/settings/knobs.js';
import * as deploy from './deploy-files.js';

/** What belongs to Node, Caddy or Postgres, beside our own settings. */
const notOurs = ['NODE_ENV', 'PUBLIC_NAME', 'UPSTREAM', 'POSTGRES_USER', 'POSTGRES_PASSWORD', 'POSTGRES_DB'];
const known = new Set([...Object.values(knobs).map((knob) => knob.name), ...notOurs]);
/** Gone ten seconds after SIGTERM, by the contract. */
const STOPS_WITHIN_S = 10;

function settingsOf(env: Record<string, string>): Settings {
  const loaded = loadSettings(env, false);
  if (!loaded.ok) throw new Error(loaded.problem);
  return loaded.settings;
}

/** As Compose fills in `${NAME:?...}`. */
function filledIn(environment: Record<string, string>, values: Record<string, string>): Record<string, string> {
  const fill = (text: string) => text.replace(/\$\{(\w+)(:\?[^}]*)?\}/g, (_all, name: string) => values[name] ?? '');
  return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, fill(value)]));
}

const values = {
  ...{ PUBLIC_NAME: 'orders.example.com', POSTGRES_PASSWORD: 'f00', ADMIN_TOKEN: 'x'.repeat(48) },
  ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
};

function unknownNames(names: Iterable<string>): string[] {
  return [...names].filter((name) => !known.has(name));
}

describe('the Dockerfile', () => {
  it('copies what is there', () => {
    const paths = deploy.copiedPaths();
    expect(paths).toEqual(expect.arrayContaining(['package.json', 'package-lock.json', 'src', 'migrations']));
    expect(paths.filter((path) => !existsSync(deploy.ROOT + path))).toEqual([]);
  });

  it('lets into the build what it copies, and nothing else', () => {
    const [first, ...rest] = deploy
      .deployFile('Dockerfile.dockerignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(first).toBe('*');
    const let_in = rest.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    expect(let_in.sort()).toEqual(deploy.copiedPaths().sort());
  });

  it('sets settings of ours to values that are right', () => {
    const env = deploy.imageEnvironment();
    expect(unknownNames(Object.keys(env))).toEqual([]);
    expect(settingsOf(env)).toMatchObject({
      host: '0.0.0.0',
      port: 3000,
      database: { path: '/data/roundtrip.sqlite' },
    });
  });

  it('ends as a user without rights, with the built server alone', () => {
    const all = deploy.instructions();
    const last = all.slice(all.findLastIndex(({ word }) => word === 'FROM'));
    const of = (wanted: string) => last.flatMap(({ word, rest }) => (word === wanted ? [rest] : []));
    expect([of('USER'), of('STOPSIGNAL'), of('CMD')]).toEqual([['node'], ['SIGTERM'], ['["node", "dist/main.js"]']]);
    expect(of('COPY').every((rest) => rest.startsWith('--from=build '))).toBe(true);
    expect(of('HEALTHCHECK')).toEqual([expect.stringContaining('/readyz')]);
  });
});

describe.each(['compose.yaml', 'compose.postgres.yaml'])('%s', (name) => {
  const compose = deploy.readYaml(name);
  const services = Object.entries(compose.services as Record<string, deploy.Yaml>);

  it('names networks, volumes, services and files that are there', () => {
    for (const [, service] of services) {
      for (const network of service.networks) expect(compose.networks).toHaveProperty(network);
      for (const other of Object.keys(service.depends_on ?? {})) expect(compose.services).toHaveProperty(other);
      for (const volume of service.volumes as string[]) {
        const [from = ''] = volume.split(':');
        if (from.startsWith('./')) expect(existsSync(deploy.DEPLOY + from)).toBe(true);
        else expect(compose.volumes).toHaveProperty(from);
      }
      if (service.build === undefined) continue;
      expect(existsSync(`${deploy.DEPLOY}${service.build.context}/${service.build.dockerfile}`)).toBe(true);
    }
  });

  it('sets settings of ours, and asks for what has no default', () => {
    const names = services.flatMap(([, service]) => Object.keys(service.environment));
    expect(names.length).toBeGreaterThan(3);
    expect(unknownNames(names)).toEqual([]);
    const asked = [...deploy.deployFile(name).matchAll(/^[^#]*\$\{(\w+)/gm)].map((match) => match[1] ?? '');
    expect(asked.filter((one) => !(one in values))).toEqual([]);
  });

  it('trusts the network of the proxy, stops no server before its time, and names it the same each time', () => {
    const ours = services.filter(([, service]) => service.build !== undefined);
    expect(ours.length).toBeGreaterThan(0);
    for (const [name, service] of ours) {
      expect(service.hostname).toBe(name);
      expect(parseInt(service.stop_grace_period as string)).toBeGreaterThan(STOPS_WITHIN_S);
      if (!(service.networks as string[]).includes('front')) continue;
      expect(service.environment.TRUST_PROXY).toBe(compose.networks.front.ipam.config[0].subnet);
    }
  });
});

it('compose.yaml has settings that the server takes', () => {
  const { environment } = deploy.readYaml('compose.yaml').services.roundtrip;
  const settings = settingsOf({ ...deploy.imageEnvironment(), ...filledIn(environment, values) });
  expect(settings).toMatchObject({ publicUrl: 'https://orders.example.com', trustProxy: ['172.31.97.0/24'] });
});

it('compose.postgres.yaml has settings that the server takes, an api and its workers the same but for the role', () => {
  const { api, worker } = deploy.readYaml('compose.postgres.yaml').services;
  const loaded = (service: deploy.Yaml) =>
    settingsOf({ ...deploy.imageEnvironment(), ...filledIn(service.environment as Record<string, string>, values) });
  const one = loaded(api);
  expect(one).toMatchObject({ role: 'api', database: { kind: 'postgres' }, publicUrl: 'https://orders.example.com' });
  expect(loaded(worker)).toEqual({ ...one, role: 'worker', trustProxy: [] });
});

it('cluster.env names what compose.postgres.yaml asks for', () => {
  const asked = [...deploy.deployFile('compose.postgres.yaml').matchAll(/\$\{(\w+)/g)].map((match) => match[1]);
  expect(Object.keys(deploy.envFile('cluster.env')).sort()).toEqual([...new Set(asked)].sort());
});

it('the commands of backups in containers are those that the image has', () => {
  const named = [...deploy.deployFile('README.md').matchAll(/dist\/(src\/cli\/[\w/-]+)\.js/g)].map((match) => match[1]);
  expect([...new Set(named)].sort()).toEqual(['src/cli/backup/main', 'src/cli/restore/main']);
  for (const name of named) expect(existsSync(`${deploy.ROOT}${name}.ts`)).toBe(true);
});

it('the .env that it is copied to is kept out of git', () => {
  expect(deploy.deployFile('compose.postgres.yaml')).toContain('cluster.env .env');
  expect(readFileSync(`${deploy.ROOT}.gitignore`, 'utf8').split('\n')).toContain('.env');
});

describe('the systemd unit', () => {
  it('sets settings that the server takes, with those of roundtrip.env', () => {
    const pairs = deploy.unitValues('Environment').map((pair) => pair.split(/=(.*)/s).slice(0, 2));
    const env = { ...Object.fromEntries(pairs), ...deploy.envFile('roundtrip.env') } as Record<string, string>;
    expect(unknownNames(Object.keys(env))).toEqual([]);
    expect(settingsOf(env)).toMatchObject({ publicUrl: 'https://orders.example.com', trustProxy: ['127.0.0.1'] });
    const folder = `/var/lib/${deploy.unitValues('StateDirectory')[0]}/`;
    expect([env.DATABASE_URL, env.STORAGE_URL]).toEqual([`sqlite:${folder}roundtrip.sqlite`, `file:${folder}files`]);
  });

  it('stops it as it wants to be stopped, and starts it again, but not for ever', () => {
    expect(deploy.unitValues('KillSignal')).toEqual(['SIGTERM']);
    expect(Number(deploy.unitValues('TimeoutStopSec')[0])).toBeGreaterThan(STOPS_WITHIN_S);
    expect(deploy.unitValues('Restart')).toEqual(['on-failure']);
    const limits = [deploy.unitValues('StartLimitBurst')[0], deploy.unitValues('StartLimitIntervalSec')[0]].map(Number);
    // All its tries fit into the interval, or the limit would never be met.
    expect(limits[0]! * (Number(deploy.unitValues('RestartSec')[0]) + 30)).toBeLessThan(limits[1]!);
  });
});
