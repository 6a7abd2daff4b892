import { Problem } from '../domain/problem.js';
import type { OrderReading } from '../storage/order-store.js';

/** The same for a URL that was changed as for an upload that we do not know: who guesses learns nothing. */
export function invalidUploadUrl(): Problem {
  const message = 'This upload URL is not valid: send the PUT to the upload_url that prepare answered, as it came.';
  return new Problem(403, 'upload_url_invalid', message);
}

/** For what `prepare` handed out once. */
export function expiredUploadUrl(): Problem {
  return new Problem(403, 'upload_url_expired', 'This upload URL has expired: prepare the upload again.');
}

/** Nothing can be uploaded for an order that is over. */
export function orderFinal(order: OrderReading): Problem {
  const message = `Order ${order.order_id} is ${order.status}: nothing can be uploaded for it any more.`;
  return new Problem(409, 'order_final', message);
}

/** Nobody can name the file any more. */
export function toolDeleted(): Problem {
  return new Problem(403, 'tool_deleted', 'The tool of this order was deleted: nothing can be uploaded for it.');
}

/** For a body that cannot be the one that was prepared; both in bytes. */
export function wrongSize(prepared: number, came: number): Problem {
  const message = `The body has ${came} bytes and file_size was ${prepared}: send the very file, or prepare its upload again.`;
  return new Problem(400, 'wrong_size', message);
}

/** A URL is good for one upload. */
export function alreadyUploaded(): Problem {
  const message =
    'This file has been uploaded already: name its object_key in the callback, or prepare another upload.';
  return new Problem(409, 'already_uploaded', message);
}

/** One PUT of a file at a time. */
export function uploadInProgress(): Problem {
  const message =
    'This file is being uploaded by another PUT right now: wait for that, or try again once it has failed.';
  return new Problem(409, 'upload_in_progress', message);
}

/** `most`: uploads of one tool at once. */
export function tooManyAtOnce(most: number): Problem {
  const message = `This tool has ${most} uploads under way: send this one once one of them has ended.`;
  return new Problem(429, 'too_many_uploads', message, [], { 'Retry-After': '5' });
}

/** `most`: uploads of one order. */
export function tooManyOfOrder(most: number): Problem {
  const message = `An order may have ${most} uploads: use those that it has, or prepare again once unused ones have expired.`;
  return new Problem(429, 'too_many_uploads', message);
}
