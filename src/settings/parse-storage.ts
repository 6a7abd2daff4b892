import { bad, good, type Parsed, type Parser } from './knob.js';
import { baseUrl, pathAfter } from './parse-addresses.js';

export interface FileStorage {
  readonly kind: 'file';
  /** As given, relative to the working directory. */
  readonly path: string;
}

export interface S3Storage {
  readonly kind: 's3';
  readonly bucket: string;
  /** Stands before every key: `a/b`, or empty. */
  readonly prefix: string;
  /** Of a server other than Amazon's, without a slash at the end. */
  readonly endpoint: string | null;
  /** Null: the AWS SDK finds it, in AWS_REGION or its files. */
  readonly region: string | null;
}

type Query = Pick<S3Storage, 'endpoint' | 'region'>;

/** `file:<folder>`, or `s3://bucket/prefix?endpoint=https://s3.example&region=eu-1`, of which only the bucket is needed. */
export const storageUrl: Parser<FileStorage | S3Storage> = (text) => {
  if (/^s3:/i.test(text)) return s3Url(text);
  const path = pathAfter('file:', text);
  return path
    ? good(Object.freeze({ kind: 'file' as const, path }))
    : bad('must be file:<folder> on this machine, or s3://<bucket>');
};

function s3Url(text: string): Parsed<S3Storage> {
  const [, place, query] = /^s3:\/\/([^?#\s]+)(?:\?([^#\s]*))?$/i.exec(text) ?? [];
  if (place === undefined) return bad('must be s3://<bucket>/<prefix>?endpoint=<URL>&region=<name>');
  const [bucket = '', ...prefix] = place.replace(/\/$/, '').split('/');
  if (!isBucketName(bucket))
    return bad(
      'must name a bucket of 3 to 63 lower-case letters, digits, hyphens and dots, which begins and ends with a letter or digit',
    );
  if (!isPrefix(prefix)) return bad('must have a prefix of up to 200 letters, digits, ".", "_", "-" and "/"');
  const read = readQuery(new URLSearchParams(query));
  return read.ok ? good(Object.freeze({ kind: 's3', bucket, prefix: prefix.join('/'), ...read.value })) : read;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html, without the reserved beginnings and ends. */
function isBucketName(name: string): boolean {
  return /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !name.includes('..') && !/^\d+(\.\d+){3}$/.test(name);
}

function isPrefix(parts: readonly string[]): boolean {
  return parts.join('/').length <= 200 && parts.every((part) => /^(?!\.{1,2}$)[A-Za-z0-9._-]+$/.test(part));
}

function readQuery(query: URLSearchParams): Parsed<Query> {
  const read: { endpoint: string | null; region: string | null } = { endpoint: null, region: null };
  for (const [name, value] of query) {
    if (name !== 'endpoint' && name !== 'region')
      return bad(`must have no ${shown(name)} in its query: endpoint and region are all there is`);
    if (read[name] !== null) return bad(`must have one ${name} in its query`);
    const parsed = name === 'endpoint' ? baseUrl(value) : regionName(value);
    if (!parsed.ok) return bad(`must have a usable ${name}: it ${parsed.must}`);
    read[name] = parsed.value;
  }
  return good(read);
}

function regionName(text: string): Parsed<string> {
  return /^[A-Za-z0-9_-]{1,64}$/.test(text) ? good(text) : bad('must be letters, digits, "-" and "_"');
}

/** What has no value after it may be one itself. */
function shown(name: string): string {
  return /^[a-z][A-Za-z_-]{0,30}$/.test(name) ? `"${name}"` : 'other names';
}
