import { DiskFiles } from './disk-files.js';
import type { FileStore } from './file-store.js';
import type { S3Place } from './s3-bucket.js';

/** Where STORAGE_URL says that files lie. */
export type FilesPlace = { readonly kind: 'file'; readonly path: string } | ({ readonly kind: 's3' } & S3Place);

/** The store for a place. It has not been tried yet: `check` does. */
export async function openFiles(place: FilesPlace): Promise<FileStore> {
  switch (place.kind) {
    case 'file':
      return new DiskFiles(place.path);
    case 's3': {
      // The AWS SDK costs 0.2 s and 25 MB: only for those who use it.
      // Its advice to use a newer Node is for whoever chooses the SDK's version, not for the operator's terminal.
      process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
      const { S3Files } = await import('./s3-files.js');
      return new S3Files(place);
    }
  }
}
