# ./wib wrangler: Cloudflare's own tool at our pinned version, with what it uploads built before it does.

cmd_wrangler() {
  require_node
  npm_install "$root/wrangler" >&2
  case ${1:-} in
    deploy|dev|versions) case " $* " in *' --help '*|*' -h '*) ;; *) build_module; build_console ;; esac ;;
  esac
  cd "$root/wrangler"
  PATH=$(dirname "$node"):$PATH WRANGLER_HIDE_BANNER=true exec "$node" node_modules/wrangler/bin/wrangler.js "$@"
}
