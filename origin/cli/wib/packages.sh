# What the machine must have, and how it gets there.

debian_packages=(
  ca-certificates curl git openssl xz-utils
  clang-19 lld-19 llvm-19 libclang-rt-19-dev clang-format-19 cmake ninja-build mold ccache pkg-config
  wasi-libc libc++-19-dev-wasm32 libc++abi-19-dev-wasm32 libclang-rt-19-dev-wasm32 dpkg-dev
  libstdc++-12-dev libboost1.81-dev libboost-json1.81-dev libssl-dev libsodium-dev
  libpq-dev libpqxx-dev libfmt-dev libsimdjson-dev libzxcvbn-dev libopus-dev zlib1g-dev
  libgtest-dev libgmock-dev libbenchmark-dev
  postgresql-15 pgbouncer flite espeak-ng chromium
)

missing_packages() {
  local have
  have=$(dpkg-query -W -f '${Status} ${binary:Package}\n' "${debian_packages[@]}" 2>/dev/null |
         sed -n 's/^install ok installed \([^:]*\).*/\1/p')
  local name
  for name in "${debian_packages[@]}"; do
    grep -qxF -- "$name" <<<"$have" || printf '%s ' "$name"
  done
  # Any npm will do to fetch the pinned one; Debian's is taken only where there is none.
  command -v npm >/dev/null || printf 'npm '
}

require_packages() {
  [ "$(. /etc/os-release 2>/dev/null && echo "${VERSION_CODENAME:-}")" = bookworm ] ||
    note "This is not Debian 12; package names may differ."
  local missing
  missing=$(missing_packages)
  [ -z "$missing" ] && return 0
  local install="apt-get install -y --no-install-recommends ${missing% }"
  if [ "$(id -u)" != 0 ]; then
    say "Some system packages are missing. Run this once, then ./wib again:"
    say ""
    say "  sudo sh -c 'apt-get update && $install'"
    say ""
    exit 1
  fi
  step "packages" "installing $(wc -w <<<"$missing") from Debian (about 3 minutes on a bare machine)"
  # The server is for our own private cluster: no cluster of the system's is to be made or started.
  if [ ! -e /etc/postgresql-common/createcluster.conf ] && ! dpkg-query -W postgresql-common >/dev/null 2>&1; then
    mkdir -p /etc/postgresql-common && echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.conf
  fi
  mkdir -p "$home/logs"
  if ! { apt-get update && DEBIAN_FRONTEND=noninteractive $install -o Dpkg::Options::=--force-confold; } >"$home/logs/packages.log" 2>&1; then
    tail -n 15 "$home/logs/packages.log" >&2
    fail "apt-get could not install the packages; its whole output is in $home/logs/packages.log"
  fi
}

# npm_install FOLDER: exactly what its lock file says, without install scripts; nothing when it is already so.
npm_install() {
  local folder=$1 stamp=$1/node_modules/.wib-lock
  if [ -f "$stamp" ] && cmp -s "$stamp" "$folder/package-lock.json"; then return 0; fi
  step "npm" "${folder#"$root"/}"
  mkdir -p "$home/logs"
  local log=$home/logs/npm.log
  if [ "$folder" = "$tools" ]; then
    (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund) >"$log" 2>&1 || { tail -n 15 "$log" >&2; fail "npm failed in $folder"; }
  else
    (cd "$folder" && PATH=$(dirname "$node"):$PATH "$node" "$npm_cli" ci --ignore-scripts --no-audit --no-fund) >"$log" 2>&1 ||
      { tail -n 15 "$log" >&2; fail "npm failed in $folder"; }
  fi
  cp "$folder/package-lock.json" "$stamp"
}

require_node() {
  npm_install "$tools"
  [ -x "$node" ] || chmod +x "$node"
}
