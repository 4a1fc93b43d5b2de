# ./wib test: every suite leaves its log in build/tests/ and adds to one count.

passed=0 failed=0 skipped=0 red=()

# tally NAME PASSED FAILED SKIPPED SECONDS
tally() {
  passed=$((passed + $2)); failed=$((failed + $3)); skipped=$((skipped + $4))
  printf '  %-10s %5d passed %4d failed %4d skipped  %4d s\n' "$1" "$2" "$3" "$4" "$5"
}

# A suite that ended badly without naming a failed test counts as one failure: silence is not success.
close_suite() {
  local name=$1 log=$2 code=$3 p=$4 f=$5 s=$6 seconds=$7
  if [ "$code" != 0 ] && [ "$f" = 0 ]; then f=1; fi
  if [ "$code" = 0 ] && [ "$p" = 0 ] && [ -z "${pattern:-}" ]; then f=1; note "$name ran no test"; fi
  if [ "$f" -gt 0 ]; then red+=("$name: $log"); fi
  tally "$name" "$p" "$f" "$s" "$seconds"
}

native_suite() {
  local which=$1 name=$2 log=$root/build/tests/$2.log code=0 begun=$SECONDS
  ctest --test-dir "$root/build/$which" -j"$(nproc)" --output-on-failure --no-tests=ignore ${pattern:+-R "$pattern"} >"$log" 2>&1 || code=$?
  local total f s
  f=$(grep -cE '^ *[0-9]+/[0-9]+ Test +#.*\*\*\*(Failed|Timeout|Exception|Not Run)' "$log" || true)
  s=$(grep -cE '^ *[0-9]+/[0-9]+ Test +#.*\*\*\*Skipped' "$log" || true)
  total=$(grep -cE '^ *[0-9]+/[0-9]+ Test +#' "$log" || true)
  close_suite "$name" "$log" "$code" $((total - f - s)) "$f" "$s" $((SECONDS - begun))
}

node_suite() {
  local name=$1 log=$root/build/tests/$1.log code=0 begun=$SECONDS
  shift
  if [ -n "${pattern:-}" ] && [[ $name != *"$pattern"* ]]; then return 0; fi
  (cd "$root" && PATH=$(dirname "$node"):$PATH timeout 2400 "$node" --test --test-reporter=spec --test-concurrency="${concurrency:-2}" "$@") >"$log" 2>&1 || code=$?
  count() { sed -n "s/^.*ℹ $1 \([0-9]*\)\$/\1/p" "$log" | tail -n 1; }
  local p f s
  p=$(count pass) f=$(count fail) s=$(count skipped)
  close_suite "$name" "$log" "$code" "${p:-0}" "${f:-0}" "${s:-0}" $((SECONDS - begun))
}

cmd_test() {
  pattern="" sanitizer=""
  while [ $# -gt 0 ]; do
    case $1 in --asan) sanitizer=asan ;; --tsan) sanitizer=tsan ;; -*) fail "unknown option: $1" ;; *) pattern=$1 ;; esac
    shift
  done
  local begun=$SECONDS
  require_packages
  require_node
  mkdir -p "$root/build/tests"

  if [ -n "$sanitizer" ]; then
    npm_install "$root/tests/db"
    build_native "$sanitizer" all
    ASAN_OPTIONS=detect_stack_use_after_return=1 UBSAN_OPTIONS=print_stacktrace=1 native_suite "$sanitizer" "$sanitizer"
  else
    npm_install "$root/wrangler"
    npm_install "$root/tests/sandbox"
    npm_install "$root/tests/browser"
    npm_install "$root/tests/db"
    npm_install "$root/tests/api"
    npm_install "$root/tests/webhooks"
    npm_install "$root/edge/console/codegen"
    npm_install "$root/bench/peers/hono_worker"
    build_native "$preset" all
    build_module
    build_console
    say "built in $((SECONDS - begun)) s"
    native_suite "$preset" native
    concurrency=1 node_suite module tests/wasm/*.test.mjs
    node_suite webhooks tests/webhooks/*.test.mts
    node_suite api tests/api/*.test.mts
    node_suite sandbox tests/sandbox/*.test.mts
    node_suite mutations tests/mutations/*.test.mts
    node_suite console tests/unit/edge/console/*_test.mts tests/unit/edge/console/*/*_test.mts
    WIB_PRESET=$preset concurrency=1 node_suite guide tests/guide/*.test.mts
    WIB_TOOL=$build/origin/cli/wib-tool node_suite coverage tests/unit/origin/cli/*_test.mts
    node_suite bench tests/unit/bench/*_test.mts
    concurrency=1 node_suite browser tests/browser/*.test.mts
    concurrency=1 node_suite path tests/e2e/*.test.mts
    concurrency=1 node_suite history tests/history/*.test.mts
  fi

  for line in "${red[@]:-}"; do [ -n "$line" ] && note "red: $line"; done
  for line in "${red[@]:-}"; do
    [ -n "$line" ] || continue
    say ""; say "--- ${line%%:*}"
    grep -nE '✖|\*\*\*(Failed|Timeout|Exception)|FAILED|Error:|error:' "${line#*: }" | head -n 40 || tail -n 40 "${line#*: }"
  done
  say ""
  say "whole run $((SECONDS - begun)) s"
  say "total: $passed passed, $failed failed, $skipped skipped"
  [ "$failed" = 0 ]
}
