// Two tenants: whoever owns one organisation and holds every id, key, name and idempotency key of another reads nothing of it and
// changes nothing in it, over every route that the API's own document names, by session and by API key.
import assert from "node:assert/strict";
import { createHash, randomUUID } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { type Answer, aPerson, Events, request, sandbox, signIn, sql, startStack, stopStack, until, untilEnded, untilStored, Visitor, type Stack } from "./stack.mts";

const kPassword = "correct horse battery";
let stack: Stack;
before(async () => {
  // Hundreds of requests by one person within a minute are this test's work, not an accident.
  stack = await startStack("WIB_EDGE_WINDOWS=off\n");
}, { timeout: 600_000 });
after(async () => {
  if (stack) await stopStack(stack);
}, { timeout: 60_000 });

interface Operation {
  method: string;
  path: string;
  parameters: { name: string; in: string }[];
  body?: unknown;
  /** Anybody may ask it, so there is no tenant in it; or only the edge, or a vendor. */
  whose: "tenant" | "anybody" | "edge" | "vendor";
  isIdempotent: boolean;
  isStream: boolean;
}

async function operations(): Promise<Operation[]> {
  const { paths } = (await request(`${stack.url}/api/openapi.json`)).json;
  return Object.entries<any>(paths).flatMap(([at, methods]) =>
    Object.entries<any>(methods).map(([method, one]) => {
      const schemes = (one.security ?? []).flatMap((way: object) => Object.keys(way));
      const whose = schemes.includes("edge_envelope") ? "edge" : schemes.some((name: string) => name.endsWith("_signature")) ? "vendor" : schemes.some((name: string) => name.startsWith("session_")) ? "tenant" : "anybody";
      return {
        method: method.toUpperCase(),
        path: at,
        parameters: (one.parameters ?? []).filter((each: { $ref?: string }) => !each.$ref),
        body: one.requestBody?.content["application/json"]?.example,
        whose,
        isIdempotent: one["x-wib-idempotent"] === true,
        isStream: one["x-wib-events"] !== undefined,
      } satisfies Operation;
    }),
  );
}

/** Whatever tells the victim's rows from anybody else's: their ids and what only they could know. */
async function canariesOf(organization: string): Promise<Set<string>> {
  const tables = await tablesOf("id");
  const found = new Set<string>([organization, "Demo Collections"]);
  for (const table of tables) for (const [id] of await sql(stack, `select id::text from ${table} where organization_id = '${organization}'`)) if (id!.length === 36) found.add(id!);
  for (const [user, email] of await sql(stack, `select u.id, u.email from users u join org_members m on m.user_id = u.id where m.organization_id = '${organization}'`)) found.add(user!).add(email!);
  return found;
}

async function tablesOf(besides: string): Promise<string[]> {
  const rows = await sql(stack, `select c.table_name from information_schema.columns c
    where c.table_schema = 'public' and c.column_name = 'organization_id'
      and exists (select 1 from information_schema.columns d where d.table_schema = 'public' and d.table_name = c.table_name and d.column_name = '${besides}')
    order by 1`);
  return rows.map(([name]) => name!);
}

/** One line a table: what the victim's rows are, to the byte. */
async function stateOf(organization: string): Promise<string[]> {
  const tables = await tablesOf("organization_id");
  const each = tables.map((table) => `select '${table}', count(*), md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from ${table} t where organization_id = '${organization}'`);
  each.push(`select 'organizations', 1, md5(o::text) from organizations o where id = '${organization}'`);
  each.push(`select 'users', count(*), md5(string_agg(u::text, '|' order by u.id)) from users u where id in (select user_id from org_members where organization_id = '${organization}')`);
  return (await sql(stack, each.join(" union all ") + " order by 1")).map((row) => row.join(" "));
}

/** What is in somebody's hands, by kind; each is tried in each place that wants an id. */
interface Loot {
  ids: Record<string, string>;
  /** What stands beside the id where a path names two things of one row: without it no row of the victim's is met. */
  beside: Record<string, string>;
  email: string;
  idempotencyKey: string;
  started: unknown;
  cookies: Map<string, string>;
  userAgent: string;
  csrf: string;
  key: string;
}

const textOf = (answer: Answer) => `${JSON.stringify(answer.headers)}\n${answer.bytes}`;

/** The example of the document with every id in it put in the hands of `id`, and every address. */
function bodyWith(example: unknown, id: string, email: string): unknown {
  if (typeof example === "string") {
    if (/^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(example)) return id;
    return example.includes("@") ? email : example;
  }
  if (Array.isArray(example)) return example.map((one) => bodyWith(one, id, email));
  if (example && typeof example === "object") return Object.fromEntries(Object.entries(example).map(([name, value]) => [name, bodyWith(value, id, email)]));
  return example;
}

async function owner(email: string, organization: string): Promise<Visitor> {
  const visitor = new Visitor(stack.url);
  await visitor.get("/api/auth/csrf");
  assert.equal((await visitor.post("/api/auth/signup", { email, password: kPassword, name: "Eve", organization_name: organization }, await aPerson(stack, "sign_up"))).status, 201);
  await sql(stack, `update users set email_verified = now() where email = '${email}'; update organizations set plan = 'enterprise' where name = '${organization}'`);
  assert.equal((await visitor.post("/api/auth/callback/credentials", { email, password: kPassword })).status, 200);
  return visitor;
}

describe("An owner of another organisation", { timeout: 300_000 }, () => {
  let victim: Visitor, loot: Loot, organization: string, canaries: Set<string>, eve: Visitor, eveKey: string, routes: Operation[];

  before(async () => {
    routes = await operations();
    [[organization]] = (await sql(stack, "select id from organizations where name = 'Demo Collections'")) as [[string]];
    victim = await signIn(stack, "admin");
    const number = (await sandbox(stack, "/directory")).find((entry: { name: string }) => entry.name === "short_and_simple").number;
    const idempotencyKey = randomUUID(), started = { to_number: number };
    const call = (await victim.post("/api/voice/call", started, { "idempotency-key": idempotencyKey })).json.call_id;
    await untilEnded(victim, call);
    const [recording] = (await untilStored(victim, call)).recordings;
    const invited = await victim.post("/api/team/invites", { email: "lena@demo.test", role: "agent" });
    assert.equal(invited.status, 201, String(invited.bytes));
    const made = await victim.post("/api/organizations/api-keys", { name: "wallboard", permissions: ["calls:read"] });
    assert.equal((await victim.post("/api/feature-flags/org", { feature: "harbor_only", enabled: true })).status, 201);
    const department = await victim.post("/api/teams", { name: "Harbor desk" });
    assert.equal(department.status, 201, String(department.bytes));
    const team = department.json.team.id as string;
    const [[user]] = (await sql(stack, `select id from users where email = '${stack.users.agent}'`)) as [[string]];
    const [[session]] = (await sql(stack, "select id from sessions where revoked_at is null order by created_at desc limit 1")) as [[string]];
    const [[failure]] = (await sql(stack, `insert into webhook_failures (id, organization_id, source, endpoint, payload_sealed, error_message, received_at)
      values (gen_random_uuid(), '${organization}', 'telnyx', '/webhooks/telnyx', '', 'the origin answered 503', now()) returning id`)) as [[string]];
    const [[audit]] = (await sql(stack, `select id from audit_logs where organization_id = '${organization}' limit 1`)) as [[string]];
    assert.equal((await victim.post(`/api/teams/${team}/members`, { user_id: user })).status, 201);
    const boundary = "wib-tenants";
    const sound = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="harbor.wav"\r\nContent-Type: audio/wav\r\n\r\n${"harbor".repeat(50)}\r\n--${boundary}--\r\n`;
    const uploaded = await victim.ask("POST", "/api/audio/upload", sound, { "content-type": `multipart/form-data; boundary=${boundary}` });
    assert.equal(uploaded.status, 201, String(uploaded.bytes));
    const played = uploaded.json.audio_file.stream_path as string;
    // The victim's own: what Eve is refused below is there.
    assert.equal((await victim.get(`/api/teams/${team}/members`)).json.members.length, 1);
    assert.equal(String((await victim.get(played)).bytes), "harbor".repeat(50));
    loot = {
      beside: { organization_id: organization, file: played.slice(played.lastIndexOf("/") + 1), user_id: user },
      ids: { organization, audit, team, audio: uploaded.json.audio_file.id, file: played.slice(played.lastIndexOf("/") + 1), call, recording: recording.id, invite: invited.json.invite.id, token: new URL(invited.json.invite_url).hash.slice("#token=".length), key: made.json.api_key.id, user, session, failure, flag: "harbor_only" },
      email: stack.users.agent, idempotencyKey, started, cookies: new Map(victim.cookies), userAgent: "wib-e2e", csrf: victim.csrf, key: made.json.key,
    };

    eve = await owner("eve@elsewhere.test", "Elsewhere");
    const all = ((await eve.get("/api/rbac/context")).json.permissions as string[]).slice(0, 50);
    const makeKey = (permissions: string[]) => eve.post("/api/organizations/api-keys", { name: "everything", permissions });
    const told = await makeKey(all);
    const withheld = new Set((told.json.details ?? []).map(({ path: at }: { path: string }) => all[Number(at.match(/\d+/)![0])]));
    const own = told.status === 201 ? told : await makeKey(all.filter((name) => !withheld.has(name)));
    assert.equal(own.status, 201, String(own.bytes));
    eveKey = own.json.key;
    // What of the victim's is still under way by itself would look like somebody's doing.
    await until("nothing of the victim's to be under way", 90_000, async () =>
      (await sql(stack, `select (select count(*) from command_outbox where organization_id = '${organization}' and status in ('pending', 'sent'))
        + (select count(*) from email_outbox where on_behalf_of = '${organization}' and status in ('pending', 'sent'))
        + (select count(*) from transcription_jobs where organization_id = '${organization}' and status in ('queued', 'pending', 'failed'))
        + (select count(*) from audit_logs a where organization_id = '${organization}' and not exists (select from audit_leaves l where l.audit_id = a.id))`))[0]![0] === "0");
    canaries = await canariesOf(organization);
    assert.ok(canaries.size > 40, `${canaries.size} values tell the victim's rows`);
  }, { timeout: 180_000 });

  /** Nothing of the victim's stands in an answer but what the asker sent. */
  function isSilent(answer: Answer, sent: string, what: string): void {
    const text = textOf(answer);
    for (const canary of canaries) assert.ok(!text.includes(canary) || sent.includes(canary), `${what} tells ${canary}:\n${text}`);
  }

  async function attack(as: "session" | "key", one: Operation, id: string, extra: Record<string, string> = {}, beside: Record<string, string> = {}): Promise<Answer> {
    const target = one.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(beside[name] ?? id));
    const query = one.parameters.filter((each) => each.in === "query" && /id$/.test(each.name)).map((each) => `${each.name}=${encodeURIComponent(id)}`).join("&");
    const body = one.body === undefined ? undefined : JSON.stringify(bodyWith(one.body, id, loot.email));
    const headers: Record<string, string> = { "user-agent": "wib-e2e", ...(body ? { "content-type": "application/json" } : {}), ...(as === "key" ? { authorization: `Bearer ${eveKey}` } : eve.headers({ "x-csrf-token": eve.csrf })), ...extra };
    const answer = await request(`${stack.url}${target}${query ? `?${query}` : ""}`, { method: one.method, headers, body });
    isSilent(answer, `${target}${query}${body ?? ""}`, `${one.method} ${target} by ${as}`);
    return answer;
  }

  // What would end the attacker's own session or lead it to an organisation of its own that is none of this.
  const isOwnAffair = (one: Operation) => ["/api/auth/signout", "/api/auth/refresh", "/api/auth/verification"].includes(one.path) || (one.method === "POST" && one.path === "/api/organizations") || (one.method === "PATCH" && one.path === "/api/users/me");

  test("reads nothing and changes nothing by any id, on any route", { timeout: 240_000 }, async () => {
    const before = await stateOf(organization);
    const attacked = routes.filter((one) => one.whose === "tenant" && !one.isStream && !isOwnAffair(one));
    assert.ok(attacked.length >= 40, `${attacked.length} routes`);
    let asked = 0, refused = 0;
    for (const one of attacked) {
      const isNamed = /\{/.test(one.path) || one.parameters.some((each) => /id$/.test(each.name)) || JSON.stringify(one.body ?? "") !== JSON.stringify(bodyWith(one.body ?? "", "x", "x"));
      for (const as of ["session", "key"] as const)
        for (const [kind, id] of Object.entries(loot.ids)) {
          // An invitation's link is meant for whoever holds it and the address it was sent to: Eve's is another.
          const answer = await attack(as, one, id);
          ++asked;
          assert.ok(answer.status < 500 && answer.status !== 429, `${one.method} ${one.path} with a ${kind} by ${as}: ${answer.status} ${answer.bytes}`);
          if (/\{/.test(one.path)) {
            assert.ok(answer.status >= 400, `${one.method} ${one.path} with the victim's ${kind} by ${as} answered ${answer.status}: ${answer.bytes}`);
            ++refused;
          }
          if (/\{.*\{/.test(one.path)) {
            const aimed = await attack(as, one, id, {}, loot.beside);
            assert.ok(aimed.status >= 400 && aimed.status < 500, `${one.method} ${one.path} with the victim's ${kind} and what belongs to it by ${as} answered ${aimed.status}: ${aimed.bytes}`);
            ++asked, ++refused;
          }
          if (!isNamed) break;
        }
    }
    console.log(`${attacked.length} routes, ${asked} requests, ${refused} of them with an id in the path: all refused`);
    assert.deepEqual(await stateOf(organization), before);
  });

  test("gets no answer that was kept for the victim's idempotency key", async () => {
    for (const one of routes.filter((each) => each.isIdempotent && each.whose === "tenant")) {
      const id = loot.ids["call"]!;
      const answer = await attack("session", { ...one, body: one.path === "/api/voice/call" ? loot.started : one.body }, id, { "idempotency-key": loot.idempotencyKey });
      assert.equal(answer.headers["idempotent-replayed"], undefined, `${one.method} ${one.path}`);
    }
  });

  test("hears nothing of the victim's calls", async () => {
    const live = new Events(eve, "/api/live");
    await until("the greeting", 10_000, async () => live.of("hello").length > 0);
    for (const one of routes.filter((each) => each.isStream && /\{/.test(each.path)))
      for (const [kind, id] of Object.entries(loot.ids)) {
        const answer = await attack("session", one, id);
        assert.ok(answer.status >= 400, `${one.path} with the victim's ${kind}: ${answer.status}`);
      }
    const call = (await victim.post("/api/voice/call", loot.started)).json.call_id;
    await untilEnded(victim, call);
    const own = await eve.post("/api/feature-flags/org", { feature: "only_eves", enabled: true });
    assert.ok(own.status === 201 || own.status === 409, String(own.bytes));
    for (const event of live.seen) {
      const text = JSON.stringify(event);
      for (const canary of [...canaries, call]) assert.ok(!text.includes(canary), `the stream tells ${canary}: ${text}`);
    }
    live.close();
  });

  test("gains nothing by mixing credentials: one of them counts, and it is a whole one", async () => {
    const evesOwn = (await eve.get("/api/users/me")).json, theirs = (await victim.get("/api/users/me")).json;
    const calls = (headers: Record<string, string>) => request(`${stack.url}/api/calls`, { headers: { "user-agent": loot.userAgent, authorization: `Bearer ${eveKey}`, ...headers } });
    // Eve's key beside the victim's cookie reads what the key alone reads.
    const mixed = await calls({ cookie: [...loot.cookies].map(([name, value]) => `${name}=${value}`).join("; ") });
    assert.deepEqual([mixed.status, mixed.json], [200, (await calls({})).json]);
    isSilent(mixed, "", "a key beside the victim's cookie");
    // Eve's session with the victim's CSRF token changes nothing.
    const crossed = await request(`${stack.url}/api/users/me`, { method: "PATCH", headers: eve.headers({ "content-type": "application/json", "x-csrf-token": loot.csrf }), body: JSON.stringify({ name: "Mallory" }) });
    assert.equal(crossed.status, 403, String(crossed.bytes));
    assert.deepEqual((await eve.get("/api/users/me")).json, evesOwn);
    assert.deepEqual((await victim.get("/api/users/me")).json, theirs);
    // Half a key, another's tail, a key with one character changed: nobody's.
    const tail = loot.key.slice(0, -1) + (loot.key.endsWith("A") ? "B" : "A");
    for (const key of [tail, loot.key.slice(0, 20), eveKey.slice(0, 20) + loot.key.slice(20), `wib_live_${createHash("sha256").update(loot.key).digest("base64url")}`])
      assert.equal((await request(`${stack.url}/api/calls`, { headers: { "user-agent": "wib-e2e", authorization: `Bearer ${key}` } })).status, 401, "a key that is nobody's");
  });

  test("finds no door that only the edge may use, and none beside the edge", async () => {
    for (const one of routes.filter((each) => each.whose === "edge")) {
      const outside = await attack("session", one, loot.ids["session"]!);
      assert.ok([403, 404].includes(outside.status), `${one.path} through the edge: ${outside.status}`);
    }
    for (const one of routes.filter((each) => each.whose !== "anybody")) {
      const target = one.path.replaceAll(/\{\w+\}/g, loot.ids["call"]!);
      const answer = await request(`${stack.originUrl}${target}`, { method: one.method, headers: { ...eve.headers({ "x-csrf-token": eve.csrf }), "content-type": "application/json" }, body: one.body === undefined ? undefined : JSON.stringify(one.body) });
      assert.equal(answer.status, 401, `${one.method} ${target} at the origin without an envelope: ${answer.status} ${answer.bytes}`);
      isSilent(answer, target, target);
    }
  });

  test("ends the victim's session by using its cookie elsewhere, and reads nothing with it", async () => {
    const cookie = [...loot.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const stolen = await request(`${stack.url}/api/calls`, { headers: { "user-agent": "somewhere else", cookie } });
    assert.equal(stolen.status, 401);
    isSilent(stolen, "", "a stolen cookie");
    assert.equal((await victim.get("/api/calls")).status, 401, "it has ended for both");
  });
});
