const { order_id, inputs, callback_url } = msg.payload || {};
if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(order_id)) {
  msg.statusCode = 400;
  msg.payload = { error: 'order_id must be a UUID.' };
  return [msg, null];
}
msg.statusCode = 202;

// Every try of one run of an order has the same key: such a repeat is not a second job.
// An order that somebody retries after it failed is a new run, and comes with a new key.
const key = msg.req.headers['idempotency-key'] || order_id;
const jobs = flow.get('jobs') || {};
if (jobs[order_id] && jobs[order_id].key === key) {
  msg.payload = { status: 'processing', order_id, message: 'This order is known already.' };
  return [msg, null];
}

// What is older than a week is forgotten, so that memory does not grow for ever.
for (const [id, job] of Object.entries(jobs)) {
  if (Date.now() - job.taken_at > 7 * 24 * 3600 * 1000) delete jobs[id];
}
// "answer" is what the status URL says, in Roundtrip's own words. The message's id finds the order where a node drops order_id.
const answer = { status: 'processing', progress: 0, message: 'Your order has been taken.' };
jobs[order_id] = { key, callback_url, taken_at: Date.now(), msgid: msg._msgid, answer };
flow.set('jobs', jobs);

msg.payload = { ...answer, order_id };
return [msg, { _msgid: msg._msgid, order_id, key, inputs: inputs || {} }];
