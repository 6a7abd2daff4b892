// The body as it came, and not parsed: the signature is over its bytes.
const { headers } = $input.first().json;
const binary = $input.first().binary;
const body = Buffer.from(binary && binary.data ? binary.data.data : '', 'base64').toString('utf8');
const { 'webhook-id': id = '', 'webhook-timestamp': at = '', 'webhook-signature': given = '' } = headers;

let order = null;
try {
  order = JSON.parse(body);
} catch {}
const { order_id, inputs, callback_url } = order && typeof order === 'object' ? order : {};
const isFresh = Boolean(id) && Math.abs(Date.now() / 1000 - Number(at)) < 300;
const isOrder = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(order_id);
// Every try of one run of an order has the same key: such a repeat is not a second job.
// An order that somebody retries after it failed is a new run, and comes with a new key.
const run_key = headers['idempotency-key'] || order_id;
return [
  {
    json: {
      order_id,
      run_key,
      inputs: inputs || {},
      callback_url,
      isFresh,
      isOrder,
      given,
      signed: `${id}.${at}.${body}`,
    },
  },
];
