# From sources to programs. Each step is skipped in a second when nothing changed.

# Two clones of the same sources share what was compiled: paths below the root do not count.
export CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=1

# quietly LOG WHAT COMMAND…: shows the log's end only when the command fails.
quietly() {
  local log=$1 what=$2
  shift 2
  mkdir -p "$(dirname "$log")"
  if ! "$@" >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    fail "$what failed; the whole log is $log"
  fi
}

# Says every half minute how far the build that writes LOG has come; quiet builds take no longer than that.
tell_progress() {
  local log=$1 what=$2
  while sleep 30 >/dev/null 2>&1 </dev/null; do note "$what $(grep -oE '^\[[0-9]+/[0-9]+\]' "$log" 2>/dev/null | tail -n 1)"; done
}

# build_native PRESET [TARGET…]
build_native() {
  local which=$1
  shift
  local dir=$root/build/$which teller
  mkdir -p "$dir"
  [ -f "$dir/build.ninja" ] || { step "build" "$which"; quietly "$dir/configure.log" "cmake" cmake --preset "$which"; }
  rm -f "$dir/build.log"
  tell_progress "$dir/build.log" "$which" 7>&- &
  teller=$!
  # Whatever becomes of the build, nobody goes on telling of it.
  trap 'kill "$teller" 2>/dev/null || true' EXIT
  quietly "$dir/build.log" "the build" ninja -C "$dir" "$@"
  kill "$teller" 2>/dev/null || true
  wait "$teller" 2>/dev/null || true
  trap - EXIT
}

build_module() {
  local dir=$root/build/wasm
  [ -f "$dir/build.ninja" ] || { step "build" "the edge module's tools"; quietly "$dir/configure.log" "cmake" cmake --preset wasm; }
  quietly "$dir/build.log" "the edge module" ninja -C "$dir" edge_module
}

# The console's files are newer than its build when anything in it changed.
build_console() {
  local dir=$root/edge/console
  npm_install "$dir"
  if [ -f "$dir/dist/index.html" ] &&
     [ -z "$(find "$dir" -name node_modules -prune -o -path "$dir/dist" -prune -o -type f -newer "$dir/dist/index.html" -print -quit)" ]; then
    return 0
  fi
  step "build" "console"
  (cd "$dir" && PATH=$(dirname "$node"):$PATH quietly "$root/build/console.log" "the console" "$node" "$npm_cli" run build)
}
