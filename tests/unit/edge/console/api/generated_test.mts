import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { onDisk, written } from '../../../../../edge/console/codegen/generate.mts';

const kRoot = fileURLToPath(new URL('../../../../../', import.meta.url));
const kMend = 'run ./wib openapi --client';

function tool(): string {
  const presets = process.env['WIB_PRESET'] ? [process.env['WIB_PRESET']] : ['release', 'dev'];
  const found = presets.map((preset) => `${kRoot}build/${preset}/origin/cli/wib-tool`).find((path) => existsSync(path));
  assert.ok(found, 'wib-tool is not built: ./wib test builds it');
  return found;
}

describe('What the console knows of the API', () => {
  it('is the document the server prints', async () => {
    const { stdout } = await promisify(execFile)(tool(), ['openapi'], { maxBuffer: 1 << 26 });
    assert.ok((await onDisk()).document === stdout, `edge/console/openapi.json is not what wib-tool prints: ${kMend}`);
  });

  it('is written from that document and from nothing else', async () => {
    const disk = await onDisk();
    const fresh = await written(disk.document);
    assert.ok(disk.types === fresh.types, `src/api/generated.ts differs: ${kMend}`);
    assert.ok(disk.operations === fresh.operations, `src/api/operations.ts differs: ${kMend}`);
  });
});
