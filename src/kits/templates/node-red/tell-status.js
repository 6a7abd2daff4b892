const jobs = flow.get('jobs') || {};
const { order_id } = msg.req.params;
const job = Object.hasOwn(jobs, order_id) ? jobs[order_id] : undefined;
msg.statusCode = job ? 200 : 404;
msg.payload = job ? job.answer : { error: 'This order is not known here.' };
return msg;
