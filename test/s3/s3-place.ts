import { randomBytes } from 'node:crypto';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import type { S3Place } from '../../src/storage/files/s3-bucket.js';

/** What `run.mjs` tells the tests of the server that it has started. */
export interface S3Server {
  readonly folder: string;
  readonly tls: { readonly keyFile: string; readonly certFile: string; readonly caFile: string };
  readonly endpoint: string;
  /** A user each of whose buckets has a quota of 1 MB. */
  readonly full: { readonly accessKey: string; readonly secretKey: string };
}

export const server = JSON.parse(process.env.S3_TEST ?? 'null') as S3Server;
if (server === null) throw new Error('These tests need an S3 server: run npm run test:s3.');

/** A new bucket, looked at with the plain SDK. */
export class TestBucket {
  readonly place: S3Place & { readonly kind: 's3' };
  readonly client: S3Client;

  static async make(prefix = 'results/a'): Promise<TestBucket> {
    const bucket = new TestBucket(prefix);
    await bucket.client.send(new CreateBucketCommand({ Bucket: bucket.name }));
    return bucket;
  }

  private constructor(prefix: string) {
    const bucket = `test-${randomBytes(6).toString('hex')}`;
    this.place = { kind: 's3', bucket, prefix, endpoint: server.endpoint, region: 'us-east-1' };
    this.client = new S3Client({ region: 'us-east-1', endpoint: server.endpoint, forcePathStyle: true });
  }

  get name(): string {
    return this.place.bucket;
  }

  async keys(): Promise<string[]> {
    const { Contents = [] } = await this.client.send(new ListObjectsV2Command({ Bucket: this.name }));
    return Contents.map(({ Key = '' }) => Key);
  }

  /** Uploads in parts that have not ended, as `key id`. */
  async uploads(): Promise<string[]> {
    const { Uploads = [] } = await this.client.send(new ListMultipartUploadsCommand({ Bucket: this.name }));
    return Uploads.map(({ Key, UploadId }) => `${Key} ${UploadId}`);
  }

  async remove(): Promise<void> {
    for (const Key of await this.keys()) await this.client.send(new DeleteObjectCommand({ Bucket: this.name, Key }));
    await this.client.send(new DeleteBucketCommand({ Bucket: this.name }));
  }
}
