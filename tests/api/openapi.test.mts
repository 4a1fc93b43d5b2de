// The document as others read it: a validator of OpenAPI 3.1, and Ajv for its schemas and examples.
import { Validator } from "@seriousme/openapi-schema-validator";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import path from "node:path";
import { before, test } from "node:test";
import { Conformance } from "./conformance.mts";

const tool = path.resolve(import.meta.dirname, "../../build", process.env.WIB_PRESET ?? "release", "origin/cli/wib-tool");
const print = (...options: string[]) => execFileSync(tool, ["openapi", ...options], { encoding: "utf8", maxBuffer: 1 << 26 });

let document: any, conformance: Conformance;
before(() => {
  document = JSON.parse(print());
  conformance = new Conformance(document);
});

function operations(): { pattern: string; method: string; operation: any }[] {
  return Object.entries<any>(document.paths).flatMap(([pattern, methods]) => Object.entries<any>(methods).map(([method, operation]) => ({ pattern, method, operation })));
}

test("the document is valid OpenAPI 3.1", async () => {
  const validator = new Validator();
  const verdict = await validator.validate(structuredClone(document));
  assert.deepEqual(verdict.errors ?? [], []);
  assert.ok(verdict.valid);
  assert.equal(validator.version, "3.1");
});

test("the validator would notice", async () => {
  const broken = structuredClone(document);
  delete broken.paths["/api/calls"].get.responses["200"].description;
  assert.equal((await new Validator().validate(broken)).valid, false);
});

test("it is the same in one line and in many, and every time", () => {
  assert.equal(print(), print());
  assert.deepEqual(JSON.parse(print("--compact")), document);
  assert.equal(print("--compact").trimEnd().split("\n").length, 1);
});

test("every schema is one that Ajv understands, in strict mode", () => {
  for (const name of Object.keys(document.components.schemas)) conformance.faults({ $ref: `#/components/schemas/${name}` }, null);
});

test("every example conforms to its own schema", () => {
  let examples = 0;
  for (const { operation } of operations()) {
    const bodies = [operation.requestBody, ...Object.values<any>(operation.responses).map((response) => conformance.resolve(response))];
    for (const { content = {} } of bodies.filter(Boolean)) {
      for (const media of Object.values<any>(content)) {
        if (media.example === undefined) continue;
        ++examples;
        assert.equal(conformance.faults(media.schema, media.example), "", operation.operationId);
      }
    }
    for (const parameter of (operation.parameters ?? []).map((one: any) => conformance.resolve(one)).filter((one: any) => one.example !== undefined)) {
      ++examples;
      assert.equal(conformance.faults(parameter.schema, parameter.example), "", `${operation.operationId} ${parameter.name}`);
    }
  }
  assert.ok(examples >= operations().length, `${examples} examples`);
});

test("every operation that answers in JSON shows an example of it", () => {
  for (const { operation } of operations()) {
    const [, success] = Object.entries<any>(operation.responses).find(([status]) => status.startsWith("2") || status === "101")!;
    const json = success.content?.["application/json"];
    if (json) assert.notEqual(json.example, undefined, operation.operationId);
  }
});

test("what is not promised is complained of", () => {
  const seen = { method: "GET", target: "/api/health", status: 200, contentType: "application/json", json: { status: "ok" } };
  assert.equal(conformance.complaint(seen), "");
  assert.match(conformance.complaint({ ...seen, json: { status: "ok", surplus: 1 } }), /additional properties/);
  assert.match(conformance.complaint({ ...seen, json: {} }), /required property 'status'/);
  assert.match(conformance.complaint({ ...seen, status: 418 }), /does not list/);
  assert.match(conformance.complaint({ ...seen, contentType: "text/html" }), /text\/html/);
  assert.match(conformance.complaint({ ...seen, target: "/api/nowhere" }), /no such operation/);
  const refusal = { success: false, error: "Please sign in", code: "AUTH_REQUIRED", correlation_id: "wb-1" };
  assert.equal(conformance.complaint({ ...seen, target: "/api/calls?page=2", status: 401, json: refusal }), "");
  assert.match(conformance.complaint({ ...seen, target: "/api/calls", status: 401, json: { ...refusal, code: "NOT_FOUND" } }), /allowed values/);
});
