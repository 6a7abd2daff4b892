const jobs = flow.get('jobs') || {};
const found = Object.entries(jobs).find(
  ([id, one]) => id === msg.order_id || (!msg.order_id && one.msgid === msg._msgid),
);
if (!found || (msg.key && found[1].key !== msg.key)) return null; // Forgotten, or a newer run has taken its place.
const [order_id, job] = found;
if (job.answer.status !== 'processing') return null; // An order ends once.
