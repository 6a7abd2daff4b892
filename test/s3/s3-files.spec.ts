import { describe } from '@jest/globals';
import { fileStoreSuite } from '../storage/files/suite.js';
import { TestBucket } from './s3-place.js';

describe('files in S3', () => {
  fileStoreSuite('s3', async () => {
    const bucket = await TestBucket.make();
    let gone = false;
    return {
      place: bucket.place,
      leftovers: async () => [
        ...(await bucket.uploads()),
        ...(await bucket.keys()).filter((key) => key.includes('probe')),
      ],
      vanish: async () => {
        await bucket.remove();
        gone = true;
      },
      close: async () => {
        if (!gone) await bucket.remove();
      },
    };
  });
});
