// Holds what the API answers against what it says of itself (/api/openapi.json), with a JSON Schema implementation of its own.
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

export interface Seen {
  method: string;
  /** Path and query as asked. */
  target: string;
  status: number;
  contentType: string;
  json: unknown;
}

/** References between components by their plain names, so that each is a schema of its own to Ajv. */
const renamed = (schema: unknown): any =>
  JSON.parse(JSON.stringify(schema), (key, value) => (key === "$ref" ? value.replace("#/components/schemas/", "") : value));

export class Conformance {
  readonly #document: any;
  readonly #ajv: Ajv2020;
  readonly #compiled = new Map<object, ValidateFunction>();

  constructor(document: any) {
    this.#document = document;
    this.#ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false, allErrors: true });
    (addFormats as any)(this.#ajv);
    for (const [name, schema] of Object.entries(document.components.schemas)) this.#ajv.addSchema(renamed(schema), name);
  }

  /** What is wrong with a value for a schema of the document; "" when nothing is. */
  faults(schema: object, value: unknown): string {
    let check = this.#compiled.get(schema);
    if (!check) this.#compiled.set(schema, (check = this.#ajv.compile(renamed(schema))));
    return check(value) ? "" : this.#ajv.errorsText(check.errors, { dataVar: "body" });
  }

  resolve(value: any): any {
    return value?.$ref ? value.$ref.slice(2).split("/").reduce((here: any, step: string) => here[step], this.#document) : value;
  }

  /** The operation that serves this; a literal segment wins over a parameter. */
  operation(method: string, target: string): any {
    const asked = target.split("?")[0]!.split("/");
    const fits = (pattern: string) => {
      const wanted = pattern.split("/");
      return wanted.length === asked.length && wanted.every((segment, i) => (segment.startsWith("{") ? asked[i] !== "" : segment === asked[i]));
    };
    const patterns = Object.keys(this.#document.paths).filter(fits);
    patterns.sort((a, b) => a.split("{").length - b.split("{").length);
    for (const pattern of patterns) {
      const found = this.#document.paths[pattern][method === "HEAD" ? "get" : method.toLowerCase()];
      if (found) return found;
    }
    return undefined;
  }

  /** Why this answer is none the document promises; "" when it is one. */
  complaint(seen: Seen): string {
    const what = `${seen.method} ${seen.target} answered ${seen.status}`;
    const operation = this.operation(seen.method, seen.target);
    const type = seen.contentType.split(";")[0]!;
    if (!operation) {
      if (!seen.target.startsWith("/api/") && !seen.target.startsWith("/webhooks/")) return "";
      if (seen.status !== 404 && seen.status !== 405) return `${what}, and the document has no such operation`;
      const wrong = this.faults(this.#document.components.schemas.Problem, seen.json);
      return wrong && `${what}: ${wrong}`;
    }
    const response = this.resolve(operation.responses[seen.status]);
    if (!response) return `${what}, which ${operation.operationId} does not list: ${JSON.stringify(seen.json)}`;
    if (seen.method === "HEAD" || !response.content) return "";
    const content = response.content[type] ?? response.content[`${type.split("/")[0]}/*`];
    if (!content) return `${what} with ${type || "no content type"}, not ${Object.keys(response.content)}`;
    if (type !== "application/json" || !content.schema) return "";
    const wrong = this.faults(content.schema, seen.json);
    return wrong && `${what}: ${wrong} in ${JSON.stringify(seen.json)?.slice(0, 2000)}`;
  }
}
