// Standard Webhooks: an HMAC over id, time and the body as it came. While the secret is rotated there are two signatures.
const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': given } = msg.req.headers;
const secret = env.get(SIGNING_OF_THE_KIT);
const body = Buffer.from(msg.payload || '');
const refuse = (statusCode, error) => [null, { ...msg, statusCode, payload: { error } }];
if (!secret) {
  node.error(SIGNING_OF_THE_KIT + ' is not set: nobody is let in.');
  return refuse(503, 'This tool is not set up yet.');
}
if (body.length > 5 * 1024 * 1024) return refuse(413, 'The body is too large.');

const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
const right = Buffer.from(
  `v1,${crypto.createHmac('sha256', key).update(`${id}.${at}.`).update(body).digest('base64')}`,
);
const isRight = (one) => one.length === right.length && crypto.timingSafeEqual(one, right);
const isFresh = Math.abs(Date.now() / 1000 - Number(at)) < 300;
if (
  !id ||
  !isFresh ||
  !String(given)
    .split(' ')
    .some((one) => isRight(Buffer.from(one)))
)
  return refuse(401, 'The signature is missing, old or wrong.');

try {
  msg.payload = JSON.parse(body.toString());
} catch {
  return refuse(400, 'The body must be JSON.');
}
return [msg, null];
