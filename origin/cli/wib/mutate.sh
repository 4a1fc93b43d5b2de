# ./wib mutate: breaks one thing at a time in a copy of the sources and expects the tests to see it.

cmd_mutate() {
  require_packages
  require_node
  local folder
  if [ "${1:-}" = --list ]; then exec "$node" "$root/tests/mutations/run.mts" "$@"; fi
  for folder in wrangler edge/console tests/sandbox tests/browser tests/db; do npm_install "$root/$folder"; done
  mkdir -p "$root/build/mutations"
  exec 6>"$root/build/mutations/lock"
  flock -n 6 || fail "another ./wib mutate is at work on build/mutations"
  # -O0 compiles fastest, and what a test sees does not depend on it.
  WIB_PRESET=${WIB_PRESET:-dev} exec "$node" "$root/tests/mutations/run.mts" "$@"
}
