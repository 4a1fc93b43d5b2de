# ./wib history: seeded histories, and the seeded bugs that prove they would be found.

cmd_history() {
  require_packages
  require_node
  npm_install "$root/wrangler"
  npm_install "$root/tests/sandbox"
  if [ "${1:-}" = --bugs ]; then find_seeded_bugs "${2:-}"; return; fi
  case " $* " in *" --print "*) ;; *) build_native "$preset" wib-origin wib-tool; build_module; build_console ;; esac
  "$node" "$root/tests/history/main.mts" --out "$root/build/history" "$@"
}

# Each patch says in its head what it finds and under which seeds: "# finds CHECK" and "# seeds A..B,C CALLS".
find_seeded_bugs() {
  local patch missed=0 caught=0
  for patch in "$root"/tests/history/seeded_bugs/*"$1"*.patch; do
    if find_seeded_bug "$patch"; then caught=$((caught + 1)); else missed=$((missed + 1)); fi
  done
  say ""
  say "seeded bugs: $caught found, $missed not"
  [ "$missed" = 0 ]
}

# A copy of what is committed, the patch applied, built beside the real one (the compiler's cache is shared), played.
find_seeded_bug() {
  local patch=$1 name scratch check seeds calls code=0
  name=$(basename "$patch" .patch)
  check=$(sed -n 's/^# finds //p' "$patch")
  read -r seeds calls <<<"$(sed -n 's/^# seeds //p' "$patch")"
  scratch=$(mktemp -d "${TMPDIR:-/tmp}/wib-bug-XXXXXX")
  step "$name" "$(sed -n 's/^# bug //p' "$patch")"
  git -C "$root" archive HEAD | tar -x -C "$scratch"
  (cd "$scratch" && git init -q && git apply "$patch") || { rm -rf "$scratch"; note "does not apply any more"; return 1; }
  local folder
  for folder in wrangler/tools wrangler tests/sandbox edge/console; do ln -s "$root/$folder/node_modules" "$scratch/$folder/node_modules"; done
  ln -s "$root/edge/console/dist" "$scratch/edge/console/dist"
  mkdir -p "$scratch/build"
  ln -s "$root/build/wasm" "$scratch/build/wasm"
  ln -s "$root/build/voices" "$scratch/build/voices"
  (unset WIB_HOME; WIB_HOME=$scratch/.wib "$scratch/wib" history --seeds "$seeds" --calls "$calls" --out "$scratch/out") >"$scratch/log" 2>&1 || code=$?
  if [ "$code" != 0 ] && grep -q "^✖ $check:" "$scratch/log"; then
    grep -A 2 "^✖ $check:" "$scratch/log" | head -n 3
    rm -rf "$scratch"
    return 0
  fi
  note "not found by $check; what was played is in $scratch/log"
  return 1
}
