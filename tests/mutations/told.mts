// What node's tests did, one JSON object a line: for a program to read.
import type { TestEvent } from "node:test/reporters";

export default async function* told(events: AsyncIterable<TestEvent>) {
  const above: string[] = [];
  for await (const { type, data } of events) {
    if (type === "test:start") {
      above[data.nesting] = data.name;
      above.length = data.nesting + 1;
    }
    if (type !== "test:pass" && type !== "test:fail") continue;
    const isGroup = data.details?.type === "suite";
    // A group fails with its tests, which are told by themselves; by itself it fails in its hooks.
    const bySelf = type === "test:fail" && (data.details.error as { failureType?: string }).failureType !== "subtestsFailed";
    if (isGroup && !bySelf) continue;
    const outcome = type === "test:fail" ? "failed" : data.skip !== undefined ? "skipped" : "passed";
    yield `${JSON.stringify({ outcome, name: [...above.slice(0, data.nesting), data.name].join(" › ") })}\n`;
  }
}
