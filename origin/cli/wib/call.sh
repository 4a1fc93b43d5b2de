# ./wib call: the product's public API, used from a terminal. Scripts and numbers belong to the sandbox; the product never hears of them.

sandbox_get() { curl -sf --cacert "$WIB_CA_FILE" "https://127.0.0.1:$sandbox_port/_sandbox/$1"; }

cmd_call() {
  local script="" to="" list="" bridge="" user=agent
  while [ $# -gt 0 ]; do
    case $1 in
      --script) script=$2; shift 2 ;; --to) to=$2; shift 2 ;; --as) user=$2; shift 2 ;;
      --list) list=yes; shift ;; --bridge) bridge=yes; shift ;; *) help_of call; fail "unknown option: $1" ;;
    esac
  done
  load_env
  local directory
  directory=$(sandbox_get directory) || fail "The sandbox does not answer; run ./wib up"
  if [ -n "$list" ] || { [ -z "$script" ] && [ -z "$to" ]; }; then
    "$node" -e 'for (const e of JSON.parse(process.argv[1])) console.log(`  ${e.name.padEnd(22)} ${e.number.padEnd(15)} ${e.role.padEnd(9)} ${e.title}`)' "$directory"
    return 0
  fi
  local expected=$home/run/expected.json
  printf '%s' "$directory" >"$expected"
  local heard=$home/run/heard.json legs=$home/run/legs.json code=0
  rm -f "$heard"
  WIB_URL=http://127.0.0.1:$edge_port WIB_USER=$user@demo.test WIB_PASSWORD=$demo_password \
    "$build/origin/cli/wib-tool" call --directory "$expected" --heard "$heard" ${script:+--script "$script"} ${to:+--to "$to"} ${bridge:+--bridge} || code=$?
  if [ -f "$heard" ] && sandbox_get calls >"$legs"; then "$build/origin/cli/wib-tool" word-errors "$heard" "$legs"; fi
  return "$code"
}
