import { S3ServiceException } from '@aws-sdk/client-s3';
import { StorageUnavailable } from './file-store.js';
import type { S3Place } from './s3-bucket.js';

/** Names that errors have when nobody has named them. */
const NAMELESS = new Set(['Error', 'TypeError', 'SyntaxError', 'Unknown', 'UnknownError']);
const NO_CREDENTIALS = new Set(['CredentialsProviderError', 'TokenProviderError']);
const REFUSED = new Set([
  'AccessDenied',
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'ExpiredToken',
  'InvalidToken',
]);
const ELSEWHERE = new Set(['PermanentRedirect', 'AuthorizationHeaderMalformed', 'IllegalLocationConstraintException']);
const SILENT = new Set(['AbortError', 'TimeoutError', 'RequestTimeout']);

/** Does it; whatever S3 or the way to it answers against it becomes `StorageUnavailable`. */
export async function onS3<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    // S3's answer to a wrong signature repeats the request that was signed, session token and all: it goes no further.
    throw new StorageUnavailable(codeOf(error), error instanceof S3ServiceException ? undefined : error);
  }
}

/** What an operator does about it, in words that go on after "STORAGE_URL: ". No secret: only codes and the place itself. */
export function s3Sentence({ bucket, endpoint }: S3Place, code: string): string {
  const where = endpoint ?? 'Amazon S3';
  if (NO_CREDENTIALS.has(code))
    return 'no credentials for S3 were found: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or another source that the AWS SDK reads';
  if (code === 'RegionMissing') return 'no region for S3 was found: add region=... or set AWS_REGION';
  if (code === 'NoSuchBucket') return `the bucket ${bucket} does not exist at ${where}`;
  if (REFUSED.has(code))
    return `the credentials may not put, get and delete objects in the bucket ${bucket} at ${where} (${code})`;
  if (ELSEWHERE.has(code)) return `the bucket ${bucket} is in another region than the one given (${code})`;
  if (SILENT.has(code)) return `S3 at ${where} does not answer in time`;
  if (isSystemCode(code)) return `S3 at ${where} cannot be reached (${code})`;
  return `files cannot be written to the bucket ${bucket} at ${where} (${code})`;
}

function codeOf(error: unknown): string {
  const { code, name, message, $metadata } = error as NodeJS.ErrnoException & {
    $metadata?: { httpStatusCode?: number };
  };
  // The SDK has no name for it.
  if (message === 'Region is missing') return 'RegionMissing';
  if (code === 'ETIMEDOUT') return 'TimeoutError';
  const word = error instanceof S3ServiceException ? name : (code ?? name);
  if (/^[A-Za-z][\w.-]{0,63}$/.test(word ?? '') && !NAMELESS.has(word)) return word;
  return $metadata?.httpStatusCode ? `HTTP ${$metadata.httpStatusCode}` : 'unknown error';
}

/** The network's and TLS's: `ECONNREFUSED`, `CERT_HAS_EXPIRED`; S3's own are in mixed case. */
function isSystemCode(code: string): boolean {
  return /^[A-Z][A-Z0-9_]+$/.test(code);
}
