# ./wib routes, ./wib coverage: what of the reference is served. The lists are docs/coverage/*.tsv.

coverage_report() {
  local what=$1 option
  shift
  for option in "$@"; do
    case $option in --missing|--json) ;; *) fail "unknown option: $option" ;; esac
  done
  require_packages
  require_node
  # pages_shown.mts speaks of Playwright's pages.
  [ ! -f "$root/tests/browser/pages_shown.mts" ] || npm_install "$root/tests/browser" >&2
  build_native "$preset" wib-tool >&2
  "$node" "$root/origin/cli/coverage/main.mts" "$what" "$@" --tool "$build/origin/cli/wib-tool"
}

cmd_routes() { coverage_report routes "$@"; }
cmd_coverage() { coverage_report coverage "$@"; }
