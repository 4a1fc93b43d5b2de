# ./wib token: who may see the platform's own pages without signing in. The private key is no setting of a running program: it lies beside
# them, in a file of its own, and nobody but this command reads it.

service_key_file() { printf '%s/service.key' "$home"; }

# A pair of our own, made once; an older home gets what it lacks.
choose_service_key() {
  [ -f "$(service_key_file)" ] && return 0
  (umask 077; "$build/origin/cli/wib-tool" token --new-key >"$(service_key_file).new"; mv "$(service_key_file).new" "$(service_key_file)")
}
service_key() { sed -n "s/^$1=//p" "$(service_key_file)"; }

cmd_token() {
  [ -x "$build/origin/cli/wib-tool" ] || { require_packages >&2; build_native "$preset" wib-tool >&2; }
  if [ -z "${WIB_SERVICE_SIGNING_KEY:-}" ] && [ -f "$(service_key_file)" ]; then
    WIB_SERVICE_SIGNING_KEY=$(service_key WIB_SERVICE_SIGNING_KEY)
    export WIB_SERVICE_SIGNING_KEY
  fi
  exec "$build/origin/cli/wib-tool" token "$@"
}
