import type { IncomingMessage } from 'node:http';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  type ListMultipartUploadsCommandInput,
  type ListMultipartUploadsCommandOutput,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { onS3 } from './s3-trouble.js';

/** Where S3 keeps the files. A null is left to the AWS SDK: its own endpoint, the region of the environment. */
export interface S3Place {
  readonly bucket: string;
  /** Stands before every key: `a/b`, or empty. What lies under it is ours alone. */
  readonly prefix: string;
  readonly endpoint: string | null;
  readonly region: string | null;
}

/** An upload in parts that has neither been completed nor aborted. */
export interface UnfinishedUpload {
  /** Ours, without the prefix. */
  readonly key: string;
  readonly id: string;
  /** Epoch milliseconds, by the server's clock. */
  readonly begun: number;
}

const CONNECT_MS = 5_000;

/**
 * The few calls that files need of S3, under our prefix. All of them throw `StorageUnavailable`, after the SDK's own attempts;
 * a signal ends them at once. Credentials come from wherever the AWS SDK finds them.
 */
export class S3Bucket {
  private readonly client: S3Client;
  /** Downloads last as long as their readers take: they have no limit on silence (`s3-body.ts`) and no share in the others' sockets. */
  private readonly downloads: S3Client;

  /** `silentMs`: after so many milliseconds without a byte either way a call has failed. */
  constructor(
    readonly place: S3Place,
    silentMs: number,
  ) {
    const agent = { maxSockets: Infinity };
    const waiting = { requestTimeout: silentMs, throwOnRequestTimeout: true, socketTimeout: 0 };
    this.client = makeClient(place, { socketTimeout: silentMs });
    const { credentials } = this.client.config;
    this.downloads = makeClient(place, { ...waiting, httpAgent: agent, httpsAgent: agent }, { credentials });
  }

  async put(key: string, bytes: Uint8Array, abortSignal?: AbortSignal): Promise<void> {
    const input = { ...this.object(key), Body: bytes, ContentLength: bytes.length };
    await onS3(() => this.client.send(new PutObjectCommand(input), { abortSignal }));
  }

  /** Null where there is no such object. `range` is a header's value. */
  async get(key: string, range?: string, abortSignal?: AbortSignal): Promise<IncomingMessage | null> {
    return onS3(async () => {
      try {
        const command = new GetObjectCommand({ ...this.object(key), Range: range });
        const answer = await this.downloads.send(command, { abortSignal });
        return answer.Body as IncomingMessage;
      } catch (error) {
        if (error instanceof NoSuchKey) return null;
        throw error;
      }
    });
  }

  async remove(key: string, abortSignal?: AbortSignal): Promise<void> {
    await onS3(() => this.client.send(new DeleteObjectCommand(this.object(key)), { abortSignal }));
  }

  /** Begins an upload in parts and gives back its id. */
  async beginParts(key: string): Promise<string> {
    const { UploadId } = await onS3(() => this.client.send(new CreateMultipartUploadCommand(this.object(key))));
    return UploadId!;
  }

  /** Puts part `number` (from 1) and gives back its tag. */
  async putPart(key: string, id: string, number: number, bytes: Uint8Array, abortSignal: AbortSignal): Promise<string> {
    const part = { UploadId: id, PartNumber: number, Body: bytes, ContentLength: bytes.length };
    const command = new UploadPartCommand({ ...this.object(key), ...part });
    const { ETag } = await onS3(() => this.client.send(command, { abortSignal }));
    return ETag!;
  }

  async completeParts(key: string, id: string, tags: readonly string[]): Promise<void> {
    const Parts = tags.map((ETag, index) => ({ ETag, PartNumber: index + 1 }));
    const input = { ...this.object(key), UploadId: id, MultipartUpload: { Parts } };
    await onS3(() => this.client.send(new CompleteMultipartUploadCommand(input)));
  }

  async abortParts(key: string, id: string, abortSignal?: AbortSignal): Promise<void> {
    const input = { ...this.object(key), UploadId: id };
    await onS3(() => this.client.send(new AbortMultipartUploadCommand(input), { abortSignal }));
  }

  /** Uploads in parts under our prefix that have not ended. */
  async *unfinished(): AsyncGenerator<UnfinishedUpload> {
    let at: { KeyMarker?: string; UploadIdMarker?: string } | null = {};
    while (at) {
      const input: ListMultipartUploadsCommandInput = { Bucket: this.place.bucket, Prefix: this.named(''), ...at };
      const page: ListMultipartUploadsCommandOutput = await onS3(() =>
        this.client.send(new ListMultipartUploadsCommand(input)),
      );
      for (const { Key = '', UploadId = '', Initiated } of page.Uploads ?? [])
        yield { key: Key.slice(this.named('').length), id: UploadId, begun: Initiated?.getTime() ?? Infinity };
      at = page.IsTruncated ? { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker } : null;
    }
  }

  private object(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.place.bucket, Key: this.named(key) };
  }

  private named(key: string): string {
    return this.place.prefix === '' ? key : `${this.place.prefix}/${key}`;
  }
}

function makeClient(place: S3Place, sockets: object, shared: Pick<S3ClientConfig, 'credentials'> = {}): S3Client {
  const config: S3ClientConfig = {
    region: place.region ?? undefined,
    endpoint: place.endpoint ?? undefined,
    // Few servers but Amazon's have a name and a certificate for every bucket.
    forcePathStyle: place.endpoint !== null,
    // The SDK's newer checksums: older servers refuse them, and TLS and our own SHA-256 guard the bytes.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: CONNECT_MS, ...sockets },
    ...shared,
  };
  return new S3Client(config);
}
