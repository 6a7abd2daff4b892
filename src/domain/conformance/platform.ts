import type { ProbeAnswer } from './evidence.js';

/** What sellers build with, as far as their answers tell. */
export const PLATFORMS = ['n8n', 'make', 'zapier', 'node-red', 'express', 'flask'] as const;
export type Platform = (typeof PLATFORMS)[number];

/** What each is called where people read it. */
export const PLATFORM_NAMES: Readonly<Record<Platform, string>> = {
  n8n: 'n8n',
  make: 'Make',
  zapier: 'Zapier',
  'node-red': 'Node-RED',
  express: 'Express',
  flask: 'Flask',
};

interface Marks {
  readonly host: string;
  readonly path: string;
  readonly header: string;
  readonly text: string;
}

/** In this order: Node-RED is built on Express, and says so where its own marks do not show. */
const SHOWN_BY: readonly (readonly [Platform, (marks: Marks) => boolean])[] = [
  ['n8n', ({ host, path, text }) => /(^|\.)n8n\./.test(host) || isN8nPath(path, text)],
  ['make', ({ host }) => /(^|\.)(hook\.[a-z0-9.]*make\.com|hook\.integromat\.com)$/.test(host)],
  ['zapier', ({ host }) => host === 'hooks.zapier.com'],
  ['node-red', ({ host, header, text }) => /(^|[.-])node-?red([.-]|$)/.test(host) || /node-red/i.test(header + text)],
  ['flask', ({ header }) => /werkzeug|gunicorn|flask/i.test(header)],
  ['express', ({ header }) => /express/i.test(header)],
];

/** The platform behind a URL, by how it and its answers look; null where nothing tells. */
export function platformOf(jobUrl: string, answers: readonly ProbeAnswer[]): Platform | null {
  const { hostname, pathname } = new URL(jobUrl);
  const header = answers.map(({ headers }) => `${headers['server'] ?? ''} ${headers['x-powered-by'] ?? ''}`).join(' ');
  const text = answers.map(({ excerpt }) => excerpt).join('\n');
  const marks = { host: hostname.toLowerCase(), path: pathname, header, text };
  return SHOWN_BY.find(([, shows]) => shows(marks))?.[0] ?? null;
}

/** n8n's webhooks stand under fixed paths, and tell of themselves where none is registered. */
function isN8nPath(path: string, text: string): boolean {
  return /^\/webhook(-test|-waiting)?\//.test(path) || /requested webhook .* is not registered/.test(text);
}
