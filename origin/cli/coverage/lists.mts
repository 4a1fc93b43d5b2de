// The product's reference as data (docs/coverage) joined with what this tree serves: the route table, the migrations, the pages a browser
// test opens. Nothing here reads a file or starts a program; main.mts does.

export type Row = Record<string, string>;

/** Tab-separated: lines that begin with # are prose, the first other line names the columns. */
export function parseList(text: string): Row[] {
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  const [head, ...body] = lines.map((line) => line.split("\t"));
  return body.map((cells, at) => {
    if (cells.length !== head!.length) throw new Error(`row ${at + 1} has ${cells.length} columns, not ${head!.length}: ${cells.join(" | ")}`);
    return Object.fromEntries(head!.map((name, i) => [name, cells[i]!]));
  });
}

/** What `wib-tool routes --json` says of one row of shared/api/routes/. */
export interface Policy {
  method: string;
  path: string;
  name: string;
  auth: "open" | "optional" | "session" | "platform" | "webhook" | "internal";
  role: string;
  level: number;
  /** The lowest with the capability the row demands. */
  plan?: string;
  csrf: "none" | "pre_session" | "session";
  body_limit: number;
  rate_class: string;
  requests?: number;
  window_s?: number;
  idempotent: boolean;
  streamed: boolean;
  vendor?: string;
}

export interface Table {
  name: string;
  isProtected: boolean;
}

export interface Item {
  kind: "route" | "table" | "page";
  name: string;
  row: Row;
  /** An older address of an endpoint that is counted under its own. */
  isAlias: boolean;
  /** Rows that must not exist at all: superseded tables. */
  isUnwanted: boolean;
  served: boolean;
  policy?: Policy;
}

export interface Coverage {
  items: Item[];
  /** Served though no list has it. */
  beyond: { kind: Item["kind"]; name: string; reason?: string }[];
  /** What contradicts the lists, as sentences. */
  faults: string[];
}

/** "/api/calls/{id}", "/calls/$callId", "/calls/:id" and "/calls/[id]" are the same address. */
export const sameAddress = (path: string): string => path.replace(/\{[^/]*\}|\[[^/]*\]|\$[^/]+|:[^/]+/g, "{}");
const routeKey = (method: string, path: string): string => `${method} ${sameAddress(path)}`;

// "sess" is a session of any role: somebody who belongs to no organisation yet has one, too.
const levels: Record<string, number> = { sess: 0, viewer: 1, member: 1, agent: 2, analyst: 2, operator: 3, manager: 3, compliance: 3, admin: 4, owner: 5 };

const plans = ["free", "starter", "pro", "business", "enterprise"];

/** Of each thing a row asks for: nothing when ours asks as much or more, else what is missing. */
export function weaknesses(row: Row, ours: Policy): Map<string, string> {
  const found = new Map<string, string>();
  const [who = "", ...also] = row["auth"]!.split(" ");
  const needed = levels[who];
  if (needed !== undefined) {
    if (ours.auth !== "session") found.set("auth", `${who} is asked for, ours is ${ours.auth}`);
    else if (ours.level < needed) found.set("auth", `${who} is asked for, ours lets ${ours.role} in`);
  } else if (who === "sig" || who === "key" || who === "platform") {
    const word = who === "sig" ? "webhook" : who === "key" ? "internal" : "platform";
    if (ours.auth !== word) found.set("auth", `${who} is asked for, ours is ${ours.auth}`);
  } else if (who !== "none" && who !== "optional") {
    found.set("auth", `${who} has no word in the route table`);
  }
  for (const word of also) {
    if (word === "csrf") {
      if (ours.csrf === "none") found.set("csrf", "a token is asked for, ours takes none");
    } else if (word.startsWith("plan:")) {
      const has = plans.indexOf(ours.plan ?? "free");
      if (has < plans.indexOf(word.slice(5))) found.set("plan", `${word} is asked for, ours ${ours.plan ? `takes ${ours.plan}` : "holds for every plan"}`);
    } else {
      found.set(word.split(":")[0]!, `${word} has no word in the route table`);
    }
  }
  for (const window of row["rate"]!.split("+").filter(Boolean)) {
    const [requests, minutes] = window.split("/").map(Number);
    if (ours.requests === undefined) found.set("rate", `${window} is asked for, ours has no limit`);
    else if (ours.requests / ours.window_s! > requests! / (minutes! * 60))
      found.set("rate", `${window} is asked for, ours is ${ours.requests}/${ours.window_s! / 60}`);
  }
  if (row["once"] === "yes" && !ours.idempotent) found.set("once", "an Idempotency-Key is asked for, ours is not honoured");
  return found;
}

/** "rate: players seek. | auth: …" by its word. */
function differences(text: string): Map<string, string> {
  return new Map(text.split(" | ").filter(Boolean).map((part) => {
    const [word, reason] = part.split(/: (.*)/s);
    if (!reason) throw new Error(`a difference is "word: reason", not "${part}"`);
    return [word!, reason];
  }));
}

function judge(name: string, excuse: string, weak: Map<string, string>, faults: string[]): void {
  const excused = differences(excuse);
  for (const [word, what] of weak) if (!excused.has(word)) faults.push(`${name}: ${word} is weaker than the list: ${what}`);
  for (const word of excused.keys()) if (!weak.has(word)) faults.push(`${name}: the list excuses its ${word}, which needs no excuse`);
}

/** Tables as the SQL of the migrations leaves them. */
export function tablesOf(sql: string): Table[] {
  const bare = sql.replace(/--[^\n]*/g, "");
  const tables = new Map<string, Table>();
  const statement = /\b(create table|drop table|alter table)\s+(?:if (?:not )?exists\s+)?(?:only\s+)?(?:public\.)?(\w+)(?:\s+rename to (\w+))?|\bwib\.protect\('(?:public\.)?(\w+)'/gi;
  for (const [, verb, name, renamed, guarded] of bare.matchAll(statement)) {
    if (guarded) {
      const table = tables.get(guarded);
      if (table) table.isProtected = true;
    } else if (verb!.toLowerCase() === "create table") tables.set(name!, { name: name!, isProtected: false });
    else if (verb!.toLowerCase() === "drop table") tables.delete(name!);
    else if (renamed && tables.has(name!)) {
      tables.set(renamed, { ...tables.get(name!)!, name: renamed });
      tables.delete(name!);
    }
  }
  return [...tables.values()];
}

export interface Lists {
  routes: Row[];
  tables: Row[];
  pages: Row[];
  beyond: Row[];
}

export interface Served {
  routes: Policy[];
  tables: Table[];
  /** Addresses a test of the browser suite opens and asserts on. */
  pages: string[];
}

export function join(lists: Lists, served: Served): Coverage {
  const items: Item[] = [];
  const faults: string[] = [];
  const known = { route: new Set<string>(), table: new Set<string>(), page: new Set<string>() };

  const policies = new Map(served.routes.map((policy) => [routeKey(policy.method, policy.path), policy]));
  for (const row of lists.routes) {
    const name = `${row["method"]} ${row["path"]}`;
    const [method, path] = (row["served_by"] || name).split(" ");
    const key = routeKey(method!, path!);
    known.route.add(key);
    const policy = policies.get(key);
    items.push({ kind: "route", name, row, isAlias: row["alias_of"] !== "", isUnwanted: false, served: policy !== undefined, ...(policy && { policy }) });
    if (policy) judge(name, row["difference"]!, weaknesses(row, policy), faults);
    else if (row["difference"]) faults.push(`${name}: the list excuses what is not served`);
  }

  const tables = new Map(served.tables.map((table) => [table.name, table]));
  for (const row of lists.tables) {
    const name = row["table"]!;
    const holder = row["served_by"] || name;
    const table = tables.get(holder);
    const isUnwanted = row["kind"] === "superseded";
    items.push({ kind: "table", name, row, isAlias: false, isUnwanted, served: table !== undefined });
    known.table.add(holder);
    if (isUnwanted && table) faults.push(`${name}: superseded, yet the migrations make it`);
    if (isUnwanted || !table) continue;
    const isTenants = row["scope"]!.startsWith("org") || row["scope"]!.startsWith("tenant root");
    const weak = new Map(isTenants && !table.isProtected ? [["scope", `${holder} is not under wib.protect`]] : []);
    judge(name, row["difference"]!, weak, faults);
  }

  const pages = new Set(served.pages.map(sameAddress));
  for (const row of lists.pages) {
    const address = sameAddress(row["served_by"] || row["path"]!);
    known.page.add(address);
    items.push({ kind: "page", name: row["path"]!, row, isAlias: false, isUnwanted: false, served: pages.has(address) });
  }

  const reasons = new Map(lists.beyond.map((row) => [`${row["kind"]} ${row["kind"] === "route" ? routeKey(...(row["name"]!.split(" ") as [string, string])) : sameAddress(row["name"]!)}`, row]));
  const beyond: Coverage["beyond"] = [];
  const told = new Set<string>();
  const consider = (kind: Item["kind"], key: string, name: string): void => {
    if (known[kind].has(key) || told.has(`${kind} ${key}`)) return;
    told.add(`${kind} ${key}`);
    const reason = reasons.get(`${kind} ${key}`)?.["reason"];
    beyond.push({ kind, name, ...(reason && { reason }) });
    if (!reason) faults.push(`${kind} ${name}: served, yet neither in the lists nor in docs/coverage/beyond.tsv`);
  };
  for (const policy of served.routes) consider("route", routeKey(policy.method, policy.path), `${policy.method} ${policy.path}`);
  for (const table of served.tables) consider("table", table.name, table.name);
  for (const page of served.pages) consider("page", sameAddress(page), page);
  // A page of ours that no test opens is not served; that is no contradiction.
  for (const [key, row] of reasons) if (row["kind"] !== "page" && !told.has(key)) faults.push(`${row["kind"]} ${row["name"]}: declared beyond the reference, yet ${known[row["kind"] as Item["kind"]].has(key.split(/ (.*)/s)[1]!) ? "a list has it" : "not served"}`);
  return { items, beyond, faults };
}

export interface Count {
  kind: Item["kind"];
  served: number;
  total: number;
  aliasesServed: number;
  aliases: number;
  beyond: number;
}

export function count(coverage: Coverage, kind: Item["kind"]): Count {
  const wanted = coverage.items.filter((item) => item.kind === kind && !item.isUnwanted);
  const own = wanted.filter((item) => !item.isAlias);
  const aliases = wanted.filter((item) => item.isAlias);
  const servedOf = (items: Item[]): number => items.filter((item) => item.served).length;
  return {
    kind,
    served: servedOf(own),
    total: own.length,
    aliasesServed: servedOf(aliases),
    aliases: aliases.length,
    beyond: coverage.beyond.filter((item) => item.kind === kind).length,
  };
}

const small = (bytes: number): string => (bytes >= 1024 ? `${bytes / 1024} KiB` : `${bytes} B`);

/** What a route of ours demands, in a line. */
export function policyWords(policy: Policy): string {
  return [
    policy.auth === "session" ? policy.role : policy.auth + (policy.vendor ? ` ${policy.vendor}` : ""),
    policy.csrf !== "none" && "csrf",
    policy.body_limit > 0 && small(policy.body_limit),
    policy.requests !== undefined && `${policy.requests}/${policy.window_s! / 60} ${policy.rate_class}`,
    policy.idempotent && "once",
    policy.streamed && "streamed",
  ].filter(Boolean).join(", ");
}
