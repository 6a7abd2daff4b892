const status = Number(msg.statusCode); // Not a number: there was no answer.
if (status >= 200 && status < 300) return null;
if (!msg.isLast) return null; // Progress is told once.
if ((status === 400 || status === 422) && msg.report.ok) {
  // The result cannot be read: the order ends as failed, by both roads.
  const error = 'The tool gave back a result that cannot be read.';
  const jobs = flow.get('jobs') || {};
  if (Object.hasOwn(jobs, msg.order_id))
    jobs[msg.order_id].answer = { status: 'failed', completed_at: new Date().toISOString(), error };
  flow.set('jobs', jobs);
  node.warn(`Roundtrip cannot read the result of order ${msg.order_id}: ${JSON.stringify(msg.payload).slice(0, 500)}`);
  msg.report = { ok: false, order_id: msg.order_id, error };
  msg.delay = 1;
  return msg;
}
// Other 4xx say that the callback itself is wrong: sending it again would not help.
const worthAnotherTry = !(status >= 300 && status < 500) || status === 408 || status === 429;
if (!worthAnotherTry || msg.tries >= 12) {
  node.error(`Roundtrip did not take the callback of order ${msg.order_id}: ${msg.statusCode}`);
  node.status({ fill: 'red', shape: 'dot', text: msg.order_id });
  return null;
}
const asked = Number(msg.headers && msg.headers['retry-after']);
const seconds = asked > 0 ? asked : 2 ** msg.tries;
msg.delay = Math.min(seconds, 600) * 1000;
return msg;
