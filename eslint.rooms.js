/**
 * Who may import whom (docs/architecture.md). One row a room: the rooms it may use besides itself.
 * `main.ts` and `app.module.ts` compose everything and have no row.
 */
const mayImport = {
  domain: [],
  client: [],
  habits: ['domain'],
  seller: ['domain'],
  telemetry: ['domain'],
  settings: ['domain'],
  outbound: ['domain', 'telemetry'],
  storage: ['domain', 'telemetry'],
  work: ['domain', 'storage', 'outbound', 'telemetry'],
  orders: ['domain', 'work', 'storage', 'telemetry'],
  sellers: ['domain', 'work', 'storage', 'orders', 'telemetry'],
  accounts: ['domain', 'storage', 'telemetry'],
  upkeep: ['domain', 'storage', 'telemetry'],
  kits: ['domain'],
  http: ['domain', 'orders', 'sellers', 'accounts', 'work', 'storage', 'telemetry', 'kits'],
  composition: [
    'domain',
    'telemetry',
    'settings',
    'outbound',
    'storage',
    'work',
    'orders',
    'sellers',
    'accounts',
    'upkeep',
    'kits',
    'http',
  ],
};
/** `cli/` talks to the server as anybody would, and nobody imports it; it alone uses `habits/`, and `client/`, as does the page in `web/`, which also takes pure rules of `domain/`. */
const rooms_ = [...Object.keys(mayImport), 'cli'];

export const rooms = Object.keys(mayImport).map((room) => ({
  files: [`src/${room}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            group: rooms_
              .filter((other) => other !== room && !mayImport[room].includes(other))
              .map((other) => `**/${other}/**`),
            message: `${room}/ may import only: ${mayImport[room].join(', ') || 'nothing'} (docs/architecture.md, "Who may import whom").`,
          },
        ],
      },
    ],
  },
}));
