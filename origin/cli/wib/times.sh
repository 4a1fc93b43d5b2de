# ./wib times: how long a build takes, and how long after a change of one line. Works in a copy of the tree below build/, never in yours.

# copy_tree FOLDER: what git knows of, as it stands here, with its times.
copy_tree() {
  git -C "$root" rev-parse --git-dir >/dev/null 2>&1 || fail "this needs a git checkout: it copies the files that git knows"
  find "$1" -mindepth 1 -maxdepth 1 ! -name build -exec rm -rf {} + 2>/dev/null || true
  mkdir -p "$1"
  git -C "$root" ls-files -z --cached --others --exclude-standard |
    tar -C "$root" --null --ignore-failed-read -T - -cf - 2>/dev/null | tar -C "$1" -xf -
}

# configure_copy FOLDER PRESET BUILD [OPTION…]: with the tools this tree has already fetched.
configure_copy() {
  local from=$1 which=$2 into=$3
  shift 3
  quietly "$into.configure.log" "cmake" cmake -S "$from" -B "$into" --preset "$which" -DWIB_CACHE_DIR="$root/.wib/cache" "$@"
}

# timed WHAT COMMAND…: one row, with the seconds on the clock and those of all processors together.
timed() {
  local what=$1 log=$scratch/last.log TIMEFORMAT='%R %U %S' spent code=0
  shift
  spent=$( { time "$@" >"$log" 2>&1; } 2>&1 ) || code=$?
  if [ "$code" != 0 ]; then tail -n 30 "$log" >&2; fail "$what failed; the whole log is $log"; fi
  awk -v what="$what" '{ printf "  %-66s %7.1f s  %7.1f s of processor\n", what, $1, $2 + $3 }' <<<"$(tail -n 1 <<<"$spent")"
}

# after_change FILE LINE WHAT COMMAND…: adds a line nobody compiled before, times COMMAND, and takes the line away again.
after_change() {
  local file=$scratch/tree/$1 line=$2 what=$3
  shift 3
  cp -p "$file" "$scratch/kept"
  printf '%s\n' "${line//NUMBER/$(date +%s%N)}" >>"$file"
  timed "$what" "$@"
  cp "$scratch/kept" "$file"  # its time is now: what was built from the line is out of date
}

dearest_units() {
  local log=$1/.ninja_log
  awk -F'\t' '$4 ~ /\.o$/ { seconds[$4] = ($2 - $1) / 1000; all += seconds[$4] }
    END { for (unit in seconds) printf "%7.1f s  %s\n", seconds[unit], unit; printf "%7.1f s  all of them, one after the other\n", all }' "$log" |
    sort -rn | sed -n '1,21p' | sed -E 's,CMakeFiles/[^/]*\.dir/,,; s/\.o$//'
}

cmd_times() {
  local cold=no which presets=()
  while [ $# -gt 0 ]; do
    case $1 in --cold) cold=yes ;; dev|release|wasm) presets+=("$1") ;; *) fail "unknown argument: $1" ;; esac
    shift
  done
  [ ${#presets[@]} -gt 0 ] || presets=(dev release wasm)
  require_packages
  require_node
  npm_install "$root/edge/console"
  scratch=$root/build/times
  mkdir -p "$scratch"
  copy_tree "$scratch/tree"
  say "$(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(date -u +%F), load before $(cut -d' ' -f1 /proc/loadavg)"

  if [ "$cold" = yes ]; then
    step "cold" "everything, without the compiler's cache"
    for which in "${presets[@]}"; do
      local into=$scratch/cold-$which targets=all
      [ "$which" != wasm ] || targets=edge_module
      rm -rf "$into"
      CCACHE_DISABLE=1 configure_copy "$scratch/tree" "$which" "$into"
      CCACHE_DISABLE=1 timed "$which: $targets" ninja -C "$into" $targets
      dearest_units "$into"
      rm -rf "$into"
    done
  fi

  step "one line" "the rebuild after it"
  local line='namespace wib { inline constexpr unsigned long kTimedLine = NUMBER; }' into targets file what build_it
  for which in "${presets[@]}"; do
    into=$scratch/$which targets=(wib-origin unit_origin_voice)
    [ "$which" != wasm ] || targets=(edge_module)
    [ -f "$into/build.ninja" ] || configure_copy "$scratch/tree" "$which" "$into"
    # What was there before, and what a changed line leaves behind, comes through the cache; a changed line itself never could.
    make_ready() { quietly "$scratch/last.log" "the build" env CCACHE_BASEDIR="$scratch/tree" ninja -C "$into" "${targets[@]}"; }
    build_it=(env CCACHE_DISABLE=1 ninja -C "$into" "${targets[@]}")
    make_ready
    timed "$which: nothing changed" "${build_it[@]}"
    while IFS='|' read -r file what; do
      [ -f "$scratch/tree/$file" ] || fail "$file is gone: name another one in origin/cli/wib/times.sh"
      after_change "$file" "$line" "$which: $what ($file)" "${build_it[@]}"
      make_ready
    done < <(
      [ "$which" = wasm ] || echo "origin/voice/end_call.cpp|a feature's .cpp"
      [ "$which" != wasm ] || echo "edge/core/forward.cpp|a core's .cpp"
      echo "shared/api/routes.cpp|the route table"
      echo "shared/core/result.hpp|the header everybody includes")
  done

  ln -sfn "$root/edge/console/node_modules" "$scratch/tree/edge/console/node_modules"
  build_view() { (cd "$scratch/tree/edge/console" && PATH=$(dirname "$node"):$PATH "$node" "$npm_cli" run build); }
  after_change edge/console/src/views/calls/calls_page.tsx 'export const timedLine = NUMBER;' \
    "console: a view (edge/console/src/views/calls/calls_page.tsx)" build_view
}
