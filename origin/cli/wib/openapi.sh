# ./wib openapi: the API's description, made of the sources as they are now, and what the console knows of it.

cmd_openapi() {
  local client=""
  if [ "${1:-}" = --client ]; then client=1; shift; fi
  require_packages >&2
  build_native "$preset" wib-tool >&2
  if [ -z "$client" ]; then
    "$build/origin/cli/wib-tool" openapi "$@"
    return
  fi
  require_node
  npm_install "$root/edge/console/codegen"
  local document=$root/build/openapi.json
  "$build/origin/cli/wib-tool" openapi >"$document"
  "$node" "$root/edge/console/codegen/generate.mts" "$document"
  say "wrote edge/console/openapi.json, src/api/generated.ts and src/api/operations.ts"
}
