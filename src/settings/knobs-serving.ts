import { knob, optional } from './knob.js';
import * as address from './parse-addresses.js';
import * as value from './parse-values.js';

/** Where the server listens and what it tells about itself. */
export const servingKnobs = {
  port: knob({
    name: 'PORT',
    type: 'whole number',
    fallback: '3000',
    sentence: 'The TCP port to listen on; 0 takes any free one.',
    parse: value.wholeNumber(0, 65_535),
  }),
  host: knob({
    name: 'HOST',
    type: 'address or name',
    fallback: '127.0.0.1',
    sentence: 'The address to listen on; 0.0.0.0 or :: for all of them.',
    parse: address.hostName,
  }),
  role: knob({
    name: 'ROLE',
    type: 'all, api or worker',
    fallback: 'all',
    sentence: 'What this process does: `api` answers requests, `worker` runs work; on SQLite there is only `all`.',
    parse: value.oneOf('all', 'api', 'worker'),
  }),
  publicUrl: optional({
    name: 'PUBLIC_URL',
    type: 'URL',
    defaultWords: 'http://HOST:PORT',
    sentence: 'How the outside reaches this server: the base of callback and upload URLs.',
    secret: true,
    parse: address.baseUrl,
  }),
  trustProxy: knob({
    name: 'TRUST_PROXY',
    type: 'list of addresses',
    fallback: '',
    sentence: 'Addresses or networks of the proxies whose X-Forwarded-* headers count.',
    parse: value.listOf(address.addressOrNetwork),
  }),
  embedOrigins: knob({
    name: 'EMBED_ORIGINS',
    type: 'list of origins',
    fallback: '',
    sentence:
      "Pages that may show the buyer's page of an order in a frame, such as https://shop.example; nobody else may.",
    parse: value.listOf(address.origin),
  }),
  maxBytesInFlight: knob({
    name: 'MAX_BYTES_IN_FLIGHT',
    type: 'bytes',
    fallback: '268435456',
    sentence: 'The most bytes of bodies held in memory, at least 8388608; past it requests get 503 and checks wait.',
    parse: value.wholeNumber(8_388_608, 1_099_511_627_776),
  }),
  metricsToken: optional({
    name: 'METRICS_TOKEN',
    type: 'secret text',
    sentence: "A bearer token that opens /metrics, beside an admin's.",
    secret: true,
    parse: value.bearerToken(1),
  }),
  otlpEndpoint: optional({
    name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    type: 'URL',
    defaultWords: 'no traces',
    sentence: 'Where traces go by OTLP over HTTP, to /v1/traces below it.',
    secret: true,
    parse: address.baseUrl,
  }),
  sellerWork: knob({
    name: 'SELLER_WORK',
    type: 'on or off',
    fallback: 'off',
    sentence:
      'Whether sellers may make jobs and polls (1000 open at most) and schedules (100) of their own; the operator always may.',
    parse: value.onOrOff,
  }),
  logLevel: knob({
    name: 'LOG_LEVEL',
    type: 'word',
    fallback: 'info',
    sentence: 'The least level that is logged: trace, debug, info, warn, error, fatal or silent.',
    parse: value.oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
  }),
  logFormat: optional({
    name: 'LOG_FORMAT',
    type: 'json or pretty',
    defaultWords: 'pretty on a terminal, else json',
    sentence: 'One JSON object a line, or lines for people.',
    parse: value.oneOf('json', 'pretty'),
  }),
};
