/** What each group of operations is about, in the order in which a reader meets them. */
export const TAGS: readonly { readonly name: string; readonly description: string }[] = [
  { name: 'Orders', description: 'What buyers bought: placed by the marketplace, done by a seller’s tool.' },
  { name: 'Sellers', description: 'Who sells tools.' },
  { name: 'Tools', description: 'What sellers sell: URLs, headers, plans, conformance tests and kits.' },
  { name: 'For sellers', description: 'What sellers’ servers call: callbacks and uploads, by a proof of their own.' },
  { name: 'Attention', description: 'What needs a person, grouped by cause.' },
  { name: 'Outages', description: 'When sellers could not be called, and how to make that good.' },
  { name: 'Sweeps', description: 'Rounds in which waiting orders are asked about.' },
  { name: 'Notifications', description: 'What the marketplace is told, and what it did not take.' },
  { name: 'Polls', description: 'Any URL, asked until its answer fits.' },
  { name: 'Jobs', description: 'Any URL, called at its time; in Fliq’s published dialect.' },
  { name: 'Schedules', description: 'A job at every tick of a cron expression; in Fliq’s published dialect.' },
  { name: 'Signing', description: 'The secrets by which receivers know that we call.' },
  { name: 'Accounts', description: 'Tokens, sessions and the audit.' },
  { name: 'System', description: 'How the installation is doing.' },
  { name: 'Health', description: 'For load balancers and Prometheus.' },
];

const ROLES: Readonly<Record<string, string>> = {
  anyone: 'anyone',
  admin: 'admins',
  operator: 'operators',
  viewer: 'viewers',
  marketplace: 'marketplaces',
  seller: 'sellers, of what is their own',
  signature: 'a Standard Webhooks signature (INTAKE_SECRET)',
  metrics_token: 'METRICS_TOKEN',
  link: 'a signed link',
  share_token: 'a share token',
  callback_secret: 'the tool’s callback secret',
  callback_token: 'the token in the URL',
  upload_url: 'the signed URL',
};

/** Who may use an operation, as a sentence. */
export function whoMayUse(roles: readonly string[]): string {
  const [last, ...before] = roles.map((role) => ROLES[role] ?? role).reverse();
  return last === undefined ? '' : `Open to ${[before.reverse().join(', '), last].filter(Boolean).join(' and ')}.`;
}

/** The refusals that an operation has by what it is asked with; others come in the same shape. */
export const REFUSALS = {
  400: 'Something in the request is wrong: `details` names the fields.',
  401: 'Nobody is named, or the proof is wrong.',
  403: 'The role may not do this, or the CSRF token is missing.',
  404: 'There is no such thing, or it is another’s.',
  429: 'Too much is asked at once: `Retry-After` says when to come again.',
} as const;
