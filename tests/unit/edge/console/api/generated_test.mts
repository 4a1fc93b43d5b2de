import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { onDisk, written } from '../../../../../edge/console/codegen/generate.mts';

const kMend = 'run npm run generate in edge/console/codegen';

describe('What the console knows of the API', () => {
  it('is written from that document and from nothing else', async () => {
    const disk = await onDisk();
    const fresh = await written(disk.document);
    assert.ok(disk.types === fresh.types, `src/api/generated.ts differs: ${kMend}`);
    assert.ok(disk.operations === fresh.operations, `src/api/operations.ts differs: ${kMend}`);
  });
});
