# ./wib verify: an evidence bundle, held against its signature and itself. Asks nobody: no network, no database, no configuration.

cmd_verify() {
  [ -x "$build/origin/cli/wib-verify" ] || { require_packages >&2; build_native "$preset" wib-verify >&2; }
  exec "$build/origin/cli/wib-verify" "$@"
}
