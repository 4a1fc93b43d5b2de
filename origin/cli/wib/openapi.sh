# ./wib openapi: the API's description, made of the sources as they are now.

cmd_openapi() {
  require_packages >&2
  build_native "$preset" wib-tool >&2
  "$build/origin/cli/wib-tool" openapi "$@"
}
