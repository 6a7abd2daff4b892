FIND_OF_THE_KIT;
// Node-RED puts the kind of error before the message, and the place in the code behind it.
const error = String(msg.error.message)
  .replace(/^Error: /, '')
  .replace(/ \(line \d+, col \d+\)$/, '');
// With its time: a retry that fails for the same reason must not look like this answer given once more.
job.answer = { status: 'failed', completed_at: new Date().toISOString(), error };
flow.set('jobs', jobs);
node.status({ fill: 'red', shape: 'dot', text: order_id });
return { order_id, callback_url: job.callback_url, isLast: true, report: { ok: false, order_id, error } };
