// node main.mts: the part of ./wib doctor --live that asks. Reads its settings from the environment; exit status 1 when something is wrong.
import { ask } from "./ask.mts";
import { hide, hosts, kChecks, type Verdict } from "./checks.mts";

const settings = { ...process.env };
const colours: Record<Verdict, number> = { well: 32, wrong: 31, "not configured": 90, "not checked": 33 };
const print = (line: string): void => void process.stdout.write(`${hide(settings, line)}\n`);

const asked = hosts(settings);
print(asked.length ? `  asks ${asked.join(", ")}: reads and refusals, nothing is changed there` : "  asks nobody: nothing is configured");
let wrongs = 0;
for (const check of kChecks)
  for (const { what, verdict, says, mend } of await check.look(settings, ask)) {
    if (verdict === "wrong") ++wrongs;
    print(`  \x1b[${colours[verdict]}m${verdict.padEnd(14)}\x1b[0m  ${what.padEnd(20)} ${says}`);
    if (mend) print(`${" ".repeat(18)}→ ${mend}`);
  }
print(wrongs ? `${wrongs} thing(s) to mend.` : "Nothing is wrong as far as could be asked.");
process.exitCode = wrongs ? 1 : 0;
