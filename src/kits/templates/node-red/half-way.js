// Tells how far it is. Copy this node to wherever there is something to tell, and wire its second output to "to Roundtrip".
const [progress, message] = [50, 'Half way there.'];
const jobs = flow.get('jobs') || {};
const job = jobs[msg.order_id];
if (!job || job.key !== msg.key) return null; // Forgotten, or a newer run has taken its place.

job.answer = { status: 'processing', progress, message };
flow.set('jobs', jobs);
const { order_id } = msg;
return [
  msg,
  { order_id, callback_url: job.callback_url, isLast: false, report: { ok: true, order_id, ...job.answer } },
];
