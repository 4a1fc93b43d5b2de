// The audit trail's proof as people meet it: where an entry stands in the signed log, and the check that their own browser makes.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { isAccessible, screenshot } from './support/browser.mts';
import { aBrowser, aDesk, kLooks } from './support/desk.mts';
import type { FakeServer } from './support/fake_server.mts';

const kLog = JSON.parse(readFileSync(path.join(import.meta.dirname, '../fixtures/evidence/log.json'), 'utf8'));
const kRow = kLog.rows[1];
const kEntry = {
  id: kRow.record.id, action: kRow.record.action, actor_type: kRow.record.actor_type, actor_label: kRow.record.actor_label, user_name: null,
  resource_type: 'call', resource_id: kRow.record.resource_id, old_value: JSON.parse(kRow.record.old_value), new_value: JSON.parse(kRow.record.new_value),
  created_at: '2026-11-21T08:45:09.140001Z', correlation_id: null,
};
const kProof = `GET /api/audit-logs/${kEntry.id}/proof`;
const checkpoint = (size: number) => ({ ...kLog.checkpoints[size - 1], signed_at: '2026-11-21T08:45:09.512000Z' });
const proof = (size: number) => ({
  success: true, leaf: kRow.leaf, leaf_index: 1, proof: kLog.inclusion.find((one: any) => one.index === 1 && one.size === size).proof, checkpoint: checkpoint(size),
});
const scene = (server: FakeServer): void => {
  server.audit = [kEntry];
  server.says.set(kProof, proof(5));
  server.says.set('GET /api/audit-logs/consistency', { success: true, from: 3, to: 5, proof: kLog.consistency.find((one: any) => one.from === 3 && one.to === 5).proof });
};
const opened = async (page: Page, open: (path: string) => Promise<void>) => {
  await open('/compliance/audit');
  await page.getByRole('button', { name: 'Open: Call answered' }).click();
  return page.getByRole('region', { name: 'In the signed log' });
};
const check = { name: 'Check it in this browser' };

describe('An entry of the audit trail', () => {
  const browser = aBrowser();

  for (const look of kLooks)
    it(`says where it stands in the signed log, and is checked by the browser itself, in ${look.name}`, async (t) => {
      const { page, open } = await aDesk(t, browser(), { ...look, signedIn: true, role: 'compliance', scene });
      const region = await opened(page, open);
      await region.getByText(/^Entry 2 of 5, signed /).waitFor();
      await region.getByRole('button', check).click();
      const outcome = region.getByRole('status').filter({ hasText: 'It holds.' });
      await outcome.getByText('What you see is what was logged').waitFor();
      await outcome.getByText('This entry stands in that log, at its place').waitFor();
      await outcome.getByText(kLog.checkpoints[4].verifier_key.split('+')[0]).waitFor();
      await isAccessible(page, `a proof in ${look.name}`);
      await screenshot(page, `audit-proof-${look.name}`);
    });

  it('is held against what this browser saw of the log before', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), { signedIn: true, role: 'compliance', scene: (s) => { scene(s); s.says.set(kProof, proof(3)); } });
    let region = await opened(page, open);
    await region.getByRole('button', check).click();
    await region.getByText('It holds.').waitFor();
    assert.equal(await region.getByText('The log only grew').count(), 0, 'there is nothing to hold it against yet');
    server.says.set(kProof, proof(5));
    region = await opened(page, open);
    await region.getByText(/^Entry 2 of 5/).waitFor();
    await region.getByRole('button', check).click();
    await region.getByText('The log only grew since this browser looked last').waitFor();
  });

  it('says what does not hold when it was changed after it was logged', async (t) => {
    const { page, open } = await aDesk(t, browser(), { signedIn: true, role: 'compliance', scene: (s) => { scene(s); s.audit = [{ ...kEntry, new_value: { status: 'failed' } }]; } });
    const region = await opened(page, open);
    await region.getByRole('button', check).click();
    await region.getByRole('alert').getByText('What was logged is not what is shown here.').waitFor();
    await isAccessible(page, 'a proof that fails');
    await screenshot(page, 'audit-proof-fails-light');
  });

  it('says that the log was rewritten, and that another key signs it', async (t) => {
    const { page, open } = await aDesk(t, browser(), { signedIn: true, role: 'compliance', scene });
    const log = kLog.checkpoints[0].verifier_key.split('+')[0];
    const remember = (seen: object) => page.evaluate(([name, text]) => localStorage.setItem(`wib.checkpoint.${name}`, text!), [log, JSON.stringify(seen)]);
    await open('/compliance/audit');
    await remember({ size: 5, root: kLog.checkpoints[1].root, verifierKey: kLog.checkpoints[0].verifier_key });
    let region = await opened(page, open);
    await region.getByRole('button', check).click();
    await region.getByRole('alert').getByText('its past was rewritten').waitFor();
    await remember({ size: 5, root: kLog.checkpoints[4].root, verifierKey: 'another' });
    region = await opened(page, open);
    await region.getByRole('button', check).click();
    await region.getByRole('alert').getByText('another key').waitFor();
    await region.getByRole('button', { name: 'Trust this key from now on' }).click();
    await region.getByText('It holds.').waitFor();
  });

  it('says that it is not there yet, or that nothing is signed here, and never that it were', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), { signedIn: true, role: 'compliance', scene: (s) => { scene(s); s.faults.set(kProof, { status: 409, code: 'NOT_IN_LOG_YET' }); } });
    let region = await opened(page, open);
    await region.getByText('Not in the signed log yet.').waitFor();
    server.faults.clear();
    await region.getByRole('button', { name: 'Look again' }).click();
    await region.getByText(/^Entry 2 of 5/).waitFor();
    server.faults.set(kProof, { status: 503, code: 'EVIDENCE_KEY_MISSING' });
    region = await opened(page, open);
    await region.getByText('The log is not signed here').waitFor();
    assert.equal(await region.getByRole('button', check).count(), 0);
  });
});
