FIND_OF_THE_KIT;
// Results: docs/results.md of Roundtrip. A plain text will do as well.
const result = typeof msg.payload === 'string' ? { output_type: 'text', result_text: msg.payload } : msg.payload;
if (!result || typeof result !== 'object' || Buffer.isBuffer(result))
  throw new Error('The work left no result in msg.payload.');
job.answer = { status: 'completed', completed_at: new Date().toISOString(), ...result };
flow.set('jobs', jobs);
node.status({ fill: 'green', shape: 'dot', text: order_id });
return { order_id, callback_url: job.callback_url, isLast: true, report: { ok: true, order_id, ...result } };
