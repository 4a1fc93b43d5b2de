# ./wib bench: measures what the budgets speak of, beside the peers, in one run on this machine.

# field PROGRAM KEY: what bench/required.json says of a program; a list comes with blanks between.
bench_field() {
  "$node" -p 'const p = JSON.parse(require("fs").readFileSync("bench/required.json", "utf8")).programs[process.argv[1]]; [p[process.argv[2]] ?? ""].flat().join(" ")' "$1" "$2"
}

# The programs that measure what is named: a program's name, a figure's name, or nothing for all.
bench_programs() {
  "$node" -e 'const r = JSON.parse(require("fs").readFileSync("bench/required.json", "utf8")), names = process.argv.slice(1);
    for (const name of names) if (!(name in r.programs) && !r.rows.some((row) => row.name === name)) { console.error(`no bench is called ${name}; there are ${Object.keys(r.programs).join(", ")}`); process.exit(2); }
    const rows = r.rows.filter((row) => names.length === 0 || names.includes(row.program) || names.includes(row.name));
    console.log(Object.keys(r.programs).filter((program) => rows.some((row) => row.program === program)).join(" "));' "$@"
}

# The machine and the moment, as the first line of a record.
bench_circumstances() {
  "$node" -e 'const os = require("os"), { execFileSync } = require("child_process");
    const git = (...words) => { try { return execFileSync("git", words, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim(); } catch { return ""; } };
    console.log(JSON.stringify({ name: "circumstances", side: "machine", date: new Date().toISOString(), cpu: os.cpus()[0].model.trim(), cores: os.availableParallelism(),
      memory_gib: Math.round(os.totalmem() / 2 ** 30), kernel: os.release(), commit: git("rev-parse", "--short=12", "HEAD"), changed: git("status", "--porcelain") !== "",
      load_before: os.loadavg().map((one) => Number(one.toFixed(2))), node: process.version, programs: process.argv.slice(1) }));' "$@"
}

cmd_bench() {
  local json="" record="" strict="" names=() raw programs program target targets=() folder code=0 begun=$SECONDS stack="" module=""
  while [ $# -gt 0 ]; do
    case $1 in --json) json=--json ;; --record) record=yes ;; --strict) strict=--strict ;; -*) help_of bench; fail "unknown option: $1" ;; *) names+=("$1") ;; esac
    shift
  done
  {
    require_packages
    require_node
  } >&2
  programs=$(bench_programs "${names[@]}") || exit 2
  [ -z "$record" ] || [ ${#names[@]} = 0 ] || fail "a record holds every figure: ./wib bench --record"

  for program in $programs; do
    for target in $(bench_field "$program" targets); do targets+=("$target"); done
    [ "$(bench_field "$program" stack)" = true ] && stack=yes
    [ "$(bench_field "$program" module)" = true ] && module=yes
  done
  {
    npm_install "$root/wrangler"
    for program in $programs; do for folder in $(bench_field "$program" npm); do npm_install "$root/$folder"; done; done
    build_native "$preset" "${targets[@]}"
    [ -z "$module" ] || build_module
  } >&2
  say "built in $((SECONDS - begun)) s; measuring: $programs" >&2

  # A product of the bench's own, in a folder and on ports of its own, gone afterwards.
  bench_home=$root/build/bench/home
  raw=$root/build/bench/raw.jsonl
  mkdir -p "$root/build/bench"
  bench_cleared
  trap bench_cleared EXIT
  trap 'exit 130' INT TERM
  if [ -n "$stack" ]; then
    WIB_HOME=$bench_home WIB_PORTS=random "$root/wib" up >"$root/build/bench/up.log" 2>&1 || { tail -n 20 "$root/build/bench/up.log" >&2; fail "the stack did not come up; see build/bench/up.log"; }
  fi
  begun=$SECONDS
  # Circumstances before anything runs: the load of this machine then is what others put on it.
  # shellcheck disable=SC2086
  bench_circumstances $programs >"$raw"
  for program in $programs; do
    local started=$SECONDS
    # One that fails leaves its figures missing; the others are still worth having, and the reporter tells.
    WIB_HOME=$bench_home "$node" "$root/$(bench_field "$program" run)" --build "$build" >>"$raw" || { code=1; say "$program failed" >&2; }
    note "$program $((SECONDS - started)) s" >&2
  done
  bench_cleared
  trap - EXIT INT TERM
  note "measured in $((SECONDS - begun)) s; raw figures: build/bench/raw.jsonl" >&2

  local only
  only=$(IFS=,; echo "${names[*]}")
  "$node" "$root/bench/report.mts" "$raw" --only "$only" ${json:+--json} ${strict:+--strict} || code=1
  if [ -n "$record" ]; then
    [ "$code" = 0 ] || fail "nothing recorded: a record holds every figure"
    "$node" "$root/bench/record.mts" "$raw" >&2
  fi
  return "$code"
}

# Stops the bench's product and takes its folder away; nothing where there is none.
bench_cleared() {
  if [ -d "$bench_home" ]; then
    WIB_HOME=$bench_home "$root/wib" down >/dev/null 2>&1 || true
    [ "$(id -u)" = 0 ] && rm -rf "$(home=$bench_home; pg_place)"
    rm -rf "$bench_home"
  fi
}
