// Departments: the tree, who leads and who is in one, and what each role may do with it. The server here keeps what it is told, so that
// what is shown afterwards is what was asked.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { isAccessible, screenshot } from './support/browser.mts';
import { aBrowser, aDesk, kLooks } from './support/desk.mts';
import type { FakeServer } from './support/fake_server.mts';
import { kMembers, kTeamMembers, kTeams } from './support/story.mts';

type Team = (typeof kTeams)[number];
type Member = (typeof kTeamMembers)[number];

/** A server with departments it changes as it is told; gives them back to look at. */
function keeps(server: FakeServer, begin: readonly Team[] = kTeams): { teams: Team[]; members: Map<string, Member[]> } {
  const kept = { teams: begin.map((team) => ({ ...team })), members: new Map<string, Member[]>() };
  const page = <Row,>(rows: readonly Row[]) => ({ pagination: { page: 1, limit: 200, total: rows.length, total_pages: 1 } });
  const personOf = (id: unknown) => kMembers.find(({ user_id }) => user_id === id);
  const changed = (team: Team, body: Record<string, unknown>): Team => {
    Object.assign(team, body);
    const leads = personOf(team.manager_user_id);
    team.manager = leads ? { user_id: leads.user_id, email: leads.email, name: leads.name } : null;
    return team;
  };
  const serve = (team: Team) => {
    const at = `/api/teams/${team.id}`;
    const members = kept.members.get(team.id) ?? kept.members.set(team.id, team.id === kTeams[0]!.id ? [...kTeamMembers] : []).get(team.id)!;
    server.says.set(`GET ${at}/members`, () => ({ status: 200, body: { success: true, members: kept.members.get(team.id), ...page(kept.members.get(team.id)!) } }));
    server.says.set(`PUT ${at}`, ({ body }) => ({ status: 200, body: { success: true, team: changed(team, body!) } }));
    server.says.set(`DELETE ${at}`, () => {
      kept.teams = kept.teams.filter(({ id }) => id !== team.id);
      return { status: 200, body: { success: true } };
    });
    server.says.set(`POST ${at}/members`, ({ body }) => {
      const person = personOf(body!['user_id'])!;
      const member = { user_id: person.user_id, email: person.email, name: person.name, role: person.role, team_role: 'member', joined_at: '2026-11-21T09:00:00.000Z' };
      members.push(member);
      team.member_count = members.length;
      return { status: 201, body: { success: true, member } };
    });
    for (const person of kMembers)
      server.says.set(`DELETE ${at}/members/${person.user_id}`, () => {
        members.splice(members.findIndex(({ user_id }) => user_id === person.user_id), 1);
        team.member_count = members.length;
        return { status: 200, body: { success: true } };
      });
  };
  for (const team of kept.teams) serve(team);
  server.says.set('GET /api/team/members', { success: true, members: kMembers, total: kMembers.length });
  server.says.set('GET /api/teams', () => ({ status: 200, body: { success: true, teams: kept.teams, ...page(kept.teams) } }));
  server.says.set('POST /api/teams', ({ body }) => {
    const team = changed({ ...kTeams[1]!, id: '0197a3c0-5555-7000-8000-000000000009', member_count: 0, description: null, parent_team_id: null, manager_user_id: null }, body!);
    kept.teams.push(team);
    serve(team);
    return { status: 201, body: { success: true, team } };
  });
  return kept;
}

const row = (page: Page, name: string) => page.getByRole('navigation', { name: 'All departments' }).getByRole('link', { name: new RegExp(`^${name}`) });
const pick = async (page: Page, label: string, option: string) => {
  await page.getByRole('dialog').getByRole('combobox', { name: label }).click();
  await page.getByRole('option', { name: option }).click();
};

describe('The departments', () => {
  const browser = aBrowser();

  for (const look of kLooks) {
    it(`stand below each other with who leads them and how many are in them, in ${look.name}`, async (t) => {
      const { page, open } = await aDesk(t, browser(), { ...look, role: 'admin', scene: (server) => void keeps(server) });
      await open('/teams');
      await row(page, 'Evening shift').waitFor();
      const below = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: /^Collections/ }) });
      assert.equal(await below.getByRole('listitem').count(), 3, 'three below Collections, one of them deeper');
      await row(page, 'Late stage').getByText('Priya Nair').waitFor();
      await row(page, 'Late stage').getByText('12 people').waitFor({ state: 'attached' });
      await isAccessible(page, `departments ${look.name}`);
      await screenshot(page, `departments-${look.name}`);

      await row(page, 'Collections').click();
      await page.waitForURL(/\/teams\?team=/);
      await page.getByText('Everything owed to the clients of the Boston office.').waitFor();
      await page.getByRole('region', { name: 'Members of Collections' }).getByText('Priya Nair').waitFor();
      await isAccessible(page, `a department ${look.name}`);
      await screenshot(page, `department-${look.name}`);
      if (look.width === 'narrow') {
        assert.equal(await row(page, 'Collections').isVisible(), false, 'one thing at a time');
        await page.getByRole('link', { name: 'All departments' }).click();
        await row(page, 'Collections').waitFor();
      }
    });

    it(`are made in a dialog, in ${look.name}`, async (t) => {
      const { page, open } = await aDesk(t, browser(), { ...look, role: 'manager', scene: (server) => void keeps(server) });
      await open('/teams');
      await page.getByRole('button', { name: 'New department' }).click();
      await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Disputes');
      await isAccessible(page, `new department ${look.name}`);
      await screenshot(page, `department-new-${look.name}`);
    });
  }

  it('are made below another, led by a member, and shown at once', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), { role: 'manager', scene: (each) => void keeps(each) });
    await open('/teams');
    await page.getByRole('button', { name: 'New department' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Create department' }).click();
    await dialog.getByText('Fill this in').waitFor();
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Disputes');
    await dialog.getByRole('combobox', { name: 'Manager' }).click();
    await screenshot(page, 'department-new-open-light');
    await page.keyboard.press('Escape');
    await pick(page, 'Below', 'Early stage');
    await pick(page, 'Manager', 'Wen Li');
    await dialog.getByRole('button', { name: 'Create department' }).click();
    await page.getByRole('heading', { level: 2, name: 'Disputes' }).waitFor();
    await row(page, 'Disputes').getByText('Wen Li').waitFor();
    assert.deepEqual(server.lastAsked('POST', '/api/teams')!.body, { name: 'Disputes', parent_team_id: kTeams[2]!.id, manager_user_id: kMembers[3]!.user_id });
  });

  it('are renamed and moved, but never offered a place below themselves', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), { role: 'manager', scene: (each) => void keeps(each) });
    await open(`/teams?team=${kTeams[2]!.id}`);
    await page.getByRole('button', { name: 'Edit Early stage' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name' }).fill('First thirty days');
    await dialog.getByRole('combobox', { name: 'Below' }).click();
    const places = (await page.getByRole('option').allInnerTexts()).map((place) => place.replace(/^[– ]+/, ''));
    assert.deepEqual(places, ['Collections', 'Late stage', 'Compliance']);
    await page.getByRole('option', { name: 'Compliance' }).click();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    await row(page, 'First thirty days').waitFor();
    assert.deepEqual(server.lastAsked('PUT', `/api/teams/${kTeams[2]!.id}`)!.body, {
      name: 'First thirty days',
      description: 'First thirty days after a missed payment',
      parent_team_id: kTeams[1]!.id,
      manager_user_id: kMembers[0]!.user_id,
    });
  });

  it('take people in and let them go, and count them', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), { role: 'manager', scene: (each) => void keeps(each) });
    await open(`/teams?team=${kTeams[0]!.id}`);
    const members = page.getByRole('region', { name: 'Members of Collections' });
    await members.getByText('Omar Haddad').waitFor();
    await page.getByPlaceholder('Who joins this department?').click();
    assert.deepEqual(await page.getByRole('option').allInnerTexts(), [kMembers[0]!.name, 'Wen Li'], 'whoever is in it already is not offered');
    await page.getByRole('option', { name: 'Wen Li' }).click();
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await members.getByText('Wen Li').waitFor();
    await row(page, 'Collections').getByText('3 people').waitFor({ state: 'attached' });
    await page.getByRole('button', { name: 'Take Omar Haddad out of this department' }).click();
    await members.getByText('Omar Haddad').waitFor({ state: 'detached' });
    await row(page, 'Collections').getByText('2 people').waitFor({ state: 'attached' });
    assert.deepEqual(server.lastAsked('POST', `/api/teams/${kTeams[0]!.id}/members`)!.body, { user_id: kMembers[3]!.user_id });
  });

  it('are deactivated by an admin, who is told when others stand below', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), { role: 'admin', scene: (each) => void keeps(each) });
    const at = `DELETE /api/teams/${kTeams[1]!.id}`;
    server.faults.set(at, { status: 409, code: 'CONFLICT', message: 'Departments below it are active: move or deactivate them first.' });
    await open(`/teams?team=${kTeams[1]!.id}`);
    await page.getByRole('button', { name: 'Deactivate' }).click();
    const dialog = page.getByRole('dialog', { name: 'Deactivate Compliance?' });
    await dialog.getByRole('button', { name: 'Deactivate' }).click();
    await dialog.getByText('Departments below it are active').waitFor();
    await isAccessible(page, 'deactivating is refused');
    await screenshot(page, 'department-deactivate-light');
    server.faults.delete(at);
    await dialog.getByRole('button', { name: 'Deactivate' }).click();
    await dialog.waitFor({ state: 'detached' });
    await row(page, 'Compliance').waitFor({ state: 'detached' });
    await row(page, 'Collections').waitFor();
  });

  it('say what is wrong with a field at that field', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), { role: 'manager', scene: (each) => void keeps(each) });
    server.faults.set('POST /api/teams', {
      status: 400,
      code: 'VALIDATION_ERROR',
      details: [{ path: 'manager_user_id', message: 'must be a member of this organisation' }],
    });
    await open('/teams');
    await page.getByRole('button', { name: 'New department' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Disputes');
    await page.getByRole('dialog').getByRole('button', { name: 'Create department' }).click();
    await page.getByRole('dialog').getByText('must be a member of this organisation').waitFor();
  });

  for (const [role, edits, deactivates] of [['viewer', 0, 0], ['agent', 0, 0], ['compliance', 0, 0], ['operator', 0, 0], ['manager', 1, 0], ['admin', 1, 1]] as const)
    it(`offer ${role} what ${role}s may do with them`, async (t) => {
      const { page, open } = await aDesk(t, browser(), { role, scene: (server) => void keeps(server) });
      await open(`/teams?team=${kTeams[0]!.id}`);
      await page.getByRole('region', { name: 'Members of Collections' }).getByText('Omar Haddad').waitFor();
      for (const name of ['New department', 'Edit Collections', 'Take Omar Haddad out of this department'])
        assert.equal(await page.getByRole('button', { name }).count(), edits, name);
      assert.equal(await page.getByPlaceholder('Who joins this department?').count(), edits);
      assert.equal(await page.getByRole('button', { name: 'Deactivate' }).count(), deactivates);
    });

  it('say plainly which plan they take', async (t) => {
    const { page, open } = await aDesk(t, browser(), {
      role: 'admin',
      scene: (server) => void server.faults.set('GET /api/teams', { status: 402, code: 'PLAN_UPGRADE_REQUIRED', current_plan: 'starter', required_plan: 'pro' }),
    });
    await open('/teams');
    await page.getByText('You are on Starter; it takes Pro or above.').waitFor();
    assert.equal(await page.getByRole('button', { name: 'New department' }).count(), 0);
    await isAccessible(page, 'departments and the plan');
    await screenshot(page, 'departments-plan-light');
    await page.getByRole('link', { name: 'Look at the plan' }).click();
    await page.getByRole('heading', { level: 1, name: 'Plan & usage' }).waitFor();
  });

  it('say of one that is gone that it is gone', async (t) => {
    const { page, open } = await aDesk(t, browser(), { role: 'agent', scene: (server) => void keeps(server) });
    await open('/teams?team=0197a3c0-5555-7000-8000-00000000ffff');
    await page.getByText('This department is not there').waitFor();
  });
});
