export { FolderStore } from './folder-store.js';
export type { Job, JobFailure, OutputFile } from './job.js';
export { MemoryStore, type JobRecord, type JobState, type JobStore, type ReceivedJob } from './job-store.js';
export { seller, type Handler, type SellerListener, type SellerOptions } from './seller.js';
