import { knob, optional } from './knob.js';
import * as address from './parse-addresses.js';
import * as value from './parse-values.js';

const tenMinutes = 600_000;

/** How orders come in, and how sellers and the marketplace are called. */
export const callingKnobs = {
  intakeSecret: optional({
    name: 'INTAKE_SECRET',
    type: 'whsec_ secret',
    sentence: 'Lets POST /v1/orders also accept Standard Webhooks signatures made with it.',
    secret: true,
    parse: value.webhookSecret,
  }),
  marketplaceWebhookUrl: optional({
    name: 'MARKETPLACE_WEBHOOK_URL',
    type: 'URL',
    sentence: 'Where order events go; http and private networks are allowed.',
    secret: true,
    parse: address.httpUrl,
  }),
  marketplaceWebhookSecret: optional({
    name: 'MARKETPLACE_WEBHOOK_SECRET',
    type: 'whsec_ secret',
    sentence: 'Signs order events; required with MARKETPLACE_WEBHOOK_URL.',
    secret: true,
    parse: value.webhookSecret,
  }),
  operatorAlertUrl: optional({
    name: 'OPERATOR_ALERT_URL',
    type: 'URL',
    sentence: 'Where alerts to the operator go; http and private networks are allowed.',
    secret: true,
    parse: address.httpUrl,
  }),
  sweepCron: knob({
    name: 'SWEEP_CRON',
    type: 'cron expression',
    fallback: '*/15 * * * *',
    sentence: 'When waiting orders are checked, UTC; six fields put seconds first.',
    parse: value.cronExpression,
  }),
  checkTimeoutMs: knob({
    name: 'CHECK_TIMEOUT_MS',
    type: 'milliseconds',
    fallback: '8000',
    sentence: 'The whole budget of one status check, from name lookup to the last body byte.',
    parse: value.wholeNumber(1, tenMinutes),
  }),
  forwardTimeoutMs: knob({
    name: 'FORWARD_TIMEOUT_MS',
    type: 'milliseconds',
    fallback: '30000',
    sentence: 'The whole budget of one forward, from name lookup to the last body byte.',
    parse: value.wholeNumber(1, tenMinutes),
  }),
  minCheckIntervalS: knob({
    name: 'MIN_CHECK_INTERVAL_S',
    type: 'seconds',
    fallback: '1',
    sentence: 'No plan, header or answer makes checks of one order closer than this; fractions allowed.',
    parse: value.decimalNumber(0, 86_400),
  }),
  maxConcurrency: knob({
    name: 'MAX_CONCURRENCY',
    type: 'whole number',
    fallback: '256',
    sentence: 'The most outbound calls at once; long checks (wait_s) have as many again.',
    parse: value.wholeNumber(1, 100_000),
  }),
  maxConcurrencyPerOrigin: knob({
    name: 'MAX_CONCURRENCY_PER_ORIGIN',
    type: 'whole number',
    fallback: '64',
    sentence: 'The most outbound calls at once to one origin.',
    parse: value.wholeNumber(1, 100_000),
  }),
  dnsServers: knob({
    name: 'DNS_SERVERS',
    type: 'list of ip[:port]',
    fallback: '',
    defaultWords: "the system's",
    sentence: 'The name servers to ask; names in the hosts file and localhost resolve too.',
    parse: value.listOf(address.nameServer),
  }),
  allowedPrivateNetworks: knob({
    name: 'ALLOWED_PRIVATE_NETWORKS',
    type: 'list of networks',
    fallback: '',
    sentence: 'Networks that calls to sellers may reach in spite of the guard; for development and intranets.',
    parse: value.listOf(address.network),
  }),
  conformanceRequired: knob({
    name: 'CONFORMANCE_REQUIRED',
    type: 'on or off',
    fallback: 'off',
    sentence: 'Whether orders go only to tools whose conformance test gave grade A or B; test orders go to all.',
    parse: value.onOrOff,
  }),
  conformanceNightly: knob({
    name: 'CONFORMANCE_NIGHTLY',
    type: 'on or off',
    fallback: 'off',
    sentence: 'Whether every tool is tested each night, between 2 and 5 UTC; its seller is told when the grade drops.',
    parse: value.onOrOff,
  }),
};
