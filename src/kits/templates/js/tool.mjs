/** What Roundtrip knows of this tool. */
const TOOL = TOOL_OF_THE_KIT;

/** The environment variables with its secrets: headers that Roundtrip sends (your `auth_headers`), and what it showed you once. */
const TOOL_SECRETS = SECRETS_OF_THE_KIT;

/**
 * YOUR WORK GOES HERE. It gets the order's inputs and gives back the result; whatever it throws ends the order as failed, and the
 * buyer reads the message. `report(percent, message)` tells how far it is. Results: docs/results.md of Roundtrip.
 */
async function work(inputs, report) {
  // Leave this line: Roundtrip's test run sends such an order, to see that failures are told.
  if (inputs.roundtrip_test === 'fail') throw new Error('This test order fails because it asks to.');

  await report(50, 'Half way there.');
  const text = typeof inputs.prompt === 'string' ? inputs.prompt : JSON.stringify(inputs);
  return { output_type: 'text', result_text: text.toUpperCase() };
}

/*
 * From here on nothing needs to be changed.
 *
 * Jobs are kept in memory: a restart forgets them, and orders that were under way then expire at their deadline. Where that
 * matters, keep them in a database, and run one process of this server until then.
 */
const jobs = new Map();
const WEEK_MS = 7 * 24 * 3_600_000;
/** Roundtrip's jobs have 4 MiB at most. */
const MAX_BODY_BYTES = 5 * 1024 * 1024;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const secret = (variable) => process.env[variable] ?? '';
const missing = [...Object.values(TOOL_SECRETS.headers), TOOL_SECRETS.signing, TOOL_SECRETS.callback].filter(
  (variable) => variable && !secret(variable),
);
if (missing.length > 0) {
  console.error(`Set ${missing.join(', ')} first.`);
  process.exit(1);
}

/** Takes an order's job as it came: checks who sends it, remembers it, and starts the work. Gives back status and answer. */
function takeJob(headers, rawBody) {
  if (!hasHeaders(headers)) return refused();
  if (!isSigned(headers, rawBody)) return [401, { error: 'The signature is missing, old or wrong.' }];
  const order = parse(rawBody);
  if (!order || typeof order.order_id !== 'string' || !UUID.test(order.order_id))
    return [400, { error: 'The body must be JSON, and its order_id a UUID.' }];
  const { order_id } = order;

  // Every try of one run of an order has the same key: such a repeat is not a second job.
  // An order that somebody retries after it failed is a new run, and comes with a new key.
  const key = headers['idempotency-key'] ?? order_id;
  if (jobs.get(order_id)?.key === key)
    return [202, { status: 'processing', order_id, message: 'This order is known already.' }];

  forgetOldJobs();
  const answer = { status: 'processing', progress: 0, message: 'Your order has been taken.' };
  jobs.set(order_id, { key, takenAt: Date.now(), answer });
  setImmediate(() => void run(order, jobs.get(order_id)));
  return [202, { ...answer, order_id }];
}

/** What a check of an order is answered: the second road, and the way out where a callback was lost. */
function tellStatus(headers, orderId) {
  if (!hasHeaders(headers)) return refused();
  const job = jobs.get(orderId);
  return job ? [200, job.answer] : [404, { error: 'This order is not known here.' }];
}

/** Works, and tells the end by both roads, whatever it is. */
async function run({ order_id, inputs, callback_url }, job) {
  const report = async (progress, message) => {
    if (job.isOver) return;
    job.answer = { status: 'processing', progress: Number(progress), message: String(message ?? 'At work.') };
    await post(callback_url, { ok: true, order_id, ...job.answer });
  };
  const end = (answer) => {
    job.isOver = true;
    // With its time: a retry that fails for the same reason must not look like this answer given once more.
    job.answer = { completed_at: new Date().toISOString(), ...answer };
  };
  const fail = async (message) => {
    end({ status: 'failed', error: message });
    await callBack(callback_url, { ok: false, order_id, error: message });
  };
  let result;
  try {
    result = asSent(await work(inputs ?? {}, report));
  } catch (error) {
    return fail(error instanceof Error && error.message ? error.message : String(error));
  }
  end({ ...result, status: 'completed' });
  const isTaken = await callBack(callback_url, { ...result, ok: true, order_id });
  if (!isTaken) await fail('The tool gave back a result that cannot be read.');
}

/** What the work gave back, as JSON has it; throws where that is no result. */
function asSent(result) {
  const sent = JSON.parse(JSON.stringify(result) ?? 'null');
  if (sent === null || typeof sent !== 'object' || Array.isArray(sent) || Object.keys(sent).length === 0)
    throw new Error('The tool gave back no result.');
  return sent;
}

/**
 * Again while Roundtrip is away: twelve times in about an hour. Other answers would not change by asking again. Answers false where
 * Roundtrip could not read what it was told.
 */
async function callBack(url, body) {
  for (let tries = 1; tries <= 12; tries++) {
    const { status, retryAfterS, text } = await post(url, body);
    if (status >= 200 && status < 300) return true;
    if (status >= 300 && status < 500 && status !== 408 && status !== 429) {
      console.error(`Roundtrip did not take the callback of order ${body.order_id}: ${status} ${text.slice(0, 500)}`);
      return status !== 400 && status !== 422;
    }
    await sleep(Math.min(retryAfterS || 2 ** tries, 600) * 1000, undefined, { ref: false });
  }
  console.error(`Roundtrip did not take the callback of order ${body.order_id}: it was away too long.`);
  return true;
}

/** One POST to Roundtrip; a status of 0 where no answer came. The secret goes to Roundtrip and nowhere else: no redirects. */
async function post(url, body) {
  const callbackSecret = TOOL_SECRETS.callback && { 'x-callback-secret': secret(TOOL_SECRETS.callback) };
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...callbackSecret },
      body: JSON.stringify(body),
      redirect: 'manual',
      signal: AbortSignal.timeout(30_000),
    });
    const text = await answer.text();
    return { status: answer.status, retryAfterS: Number(answer.headers.get('retry-after')), text };
  } catch {
    return { status: 0, retryAfterS: 0, text: '' };
  }
}

function hasHeaders(headers) {
  const all = Object.entries(TOOL_SECRETS.headers);
  return all.every(([name, variable]) => same(headers[name.toLowerCase()] ?? '', secret(variable)));
}

function refused() {
  return [401, { error: `${Object.keys(TOOL_SECRETS.headers).join(' or ')} is missing or wrong.` }];
}

/** Standard Webhooks: an HMAC over id, time and the body as it came. While the secret is rotated there are two signatures. */
function isSigned(headers, rawBody) {
  const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': given } = headers;
  if (!id || !given || !(Math.abs(Date.now() / 1000 - Number(at)) < 300)) return false;
  const key = Buffer.from(secret(TOOL_SECRETS.signing).replace(/^whsec_/, ''), 'base64');
  const wanted = `v1,${createHmac('sha256', key).update(`${id}.${at}.`).update(rawBody).digest('base64')}`;
  return given.split(' ').some((one) => same(one, wanted));
}

/** Takes as long wherever two texts differ. */
function same(one, other) {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function parse(rawBody) {
  try {
    return JSON.parse(rawBody.toString());
  } catch {
    return null;
  }
}

function forgetOldJobs() {
  for (const [id, { takenAt }] of jobs) if (Date.now() - takenAt > WEEK_MS) jobs.delete(id);
}

/** HTTPS where there is a certificate, else plain HTTP for the proxy in front. */
function listen(handler) {
  const { TLS_KEY_FILE, TLS_CERT_FILE, PORT = '8080', HOST = '127.0.0.1' } = process.env;
  const server =
    TLS_KEY_FILE && TLS_CERT_FILE
      ? https.createServer({ key: readFileSync(TLS_KEY_FILE), cert: readFileSync(TLS_CERT_FILE) }, handler)
      : http.createServer(handler);
  server.listen(Number(PORT), HOST, () => console.log(`${TOOL.short_id} listens on ${HOST}:${PORT}.`));
  for (const note of TOOL.notes) console.log(`To do: ${note}`);
}
