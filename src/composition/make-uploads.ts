import { systemClock, type Clock } from '../domain/clock.js';
import { PrepareUpload } from '../orders/prepare-upload.js';
import { ReceiveUpload } from '../orders/receive-upload.js';
import type { SellerTools } from '../orders/seller-tools.js';
import type { StageFiles } from '../orders/staging.js';
import { UploadLinks } from '../orders/upload-links.js';
import type { UnitOfWork } from '../storage/database/unit-of-work.js';
import type { FileStore } from '../storage/files/file-store.js';
import type { ForgetFiles } from '../storage/forget-files.js';
import type { OrderStore } from '../storage/order-store.js';
import type { ResultFileStore } from '../storage/result-file-store.js';
import type { SealedBox } from '../storage/sealed-box.js';
import type { UploadStore } from '../storage/upload-store.js';
import { CleanFiles } from '../upkeep/clean-files.js';

export interface UploadsNeeds {
  readonly box: Pick<SealedBox, 'deriveKeys'>;
  readonly publicUrl: () => string;
  readonly orders: OrderStore;
  readonly uploads: UploadStore;
  readonly tools: Pick<SellerTools, 'find' | 'take'>;
  readonly files: FileStore;
  readonly fileRows: ResultFileStore;
  readonly stage: StageFiles;
  readonly forget: ForgetFiles;
  readonly unit: UnitOfWork;
  readonly clock: Clock;
}

/** Large files: from prepare over PUT to the clean-up of what no result names. */
export function makeUploads(needs: UploadsNeeds) {
  const { box, publicUrl, orders, uploads, tools, files, fileRows: rows, stage, forget, unit, clock } = needs;
  const uploadLinks = new UploadLinks(box, publicUrl, clock);
  return {
    uploadLinks,
    prepareUpload: new PrepareUpload({ orders, uploads, links: uploadLinks, unit, clock }),
    receiveUpload: new ReceiveUpload({ orders, uploads, tools, rows, stage, unit, clock }),
    cleanFiles: new CleanFiles({ files, rows, uploads, forget, unit, clock, storageClock: systemClock }),
  };
}
