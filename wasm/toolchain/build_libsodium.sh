#!/usr/bin/env bash
# Builds libsodium for wasm32 from the source package of the libsodium that is installed, so that the edge and the
# origin compute with one version. Needs neither root nor any change to the machine: package lists and sources go
# to a folder of our own, and the sources come from wherever this machine already takes its packages.
#
#   build_libsodium.sh <cache folder>        prints the folder that then holds include/ and libsodium.a
#   environment: CC, AR, CFLAGS (the toolchain's; part of the cache key)
set -euo pipefail

cache=$1
: "${CC:?compiler}" "${AR:?archiver}" "${CFLAGS:=}"

say() { printf 'libsodium for wasm: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

for tool in apt-get dpkg-query dpkg-source sha256sum flock; do
  command -v "$tool" >/dev/null || fail "needs $tool (packages apt, dpkg-dev, coreutils, util-linux)"
done
version=$(dpkg-query -W -f='${source:Version}' libsodium-dev 2>/dev/null) || fail "needs the package libsodium-dev"

mkdir -p "$cache"
cache=$(cd "$cache" && pwd)
exec 9>"$cache/libsodium.lock"
flock 9

recipe=$(cat "$0" <(printf '%s\n' "$version" "$CC" "$CFLAGS") | sha256sum | cut -c1-16)
out=$cache/libsodium-$recipe
if [ -f "$out/libsodium.a" ]; then
  echo "$out"
  exit 0
fi

# This machine's own package sources, turned to deb-src; only those that serve libsodium when apt can tell which.
write_source_list() {
  local list=$1 wanted
  wanted=$(apt-cache policy libsodium-dev 2>/dev/null | awk '$1 ~ /^[0-9]+$/ && $2 ~ /:\// {print $2}' | sort -u)
  serves() {
    local uri
    [ -z "$wanted" ] && return 0
    for uri in $wanted; do case " $1 " in *"$uri"*) return 0 ;; esac; done
    return 1
  }
  local file stanza line
  : >"$list.list"
  : >"$list.sources"
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    [ -f "$file" ] || continue
    while IFS= read -r line; do
      case $line in
        deb\ * | deb$'\t'*) if serves "$line"; then printf '%s\n' "deb-src${line#deb}" >>"$list.list"; fi ;;
      esac
    done <"$file"
  done
  for file in /etc/apt/sources.list.d/*.sources; do
    [ -f "$file" ] || continue
    while IFS= read -r -d '' stanza; do
      if serves "$(printf '%s' "$stanza" | tr '\n' ' ')"; then
        printf '%s\n\n' "$stanza" | sed -E '/^#/d; s/^Types:.*/Types: deb-src/; /^Enabled:/d' >>"$list.sources"
      fi
    done < <(awk 'BEGIN {RS=""; ORS="\0"} !/(^|\n)Enabled: *no/ {print}' "$file")
  done
}

work=$(mktemp -d "$cache/libsodium-work.XXXXXX")
trap 'rm -rf "$work"' EXIT

sources=$cache/libsodium-$version
if ! ls "$sources"/*.dsc >/dev/null 2>&1; then
  say "fetching the source package, version $version (about 10 MB of package lists, once)"
  mkdir -p "$work/etc/sources.list.d" "$work/lists/partial" "$work/archives/partial" "$work/download"
  write_source_list "$work/etc/found"
  mv "$work/etc/found.list" "$work/etc/sources.list.d/own.list"
  mv "$work/etc/found.sources" "$work/etc/sources.list.d/own.sources"
  private=(
    -o "Dir::Etc::sourcelist=/dev/null" -o "Dir::Etc::sourceparts=$work/etc/sources.list.d"
    -o "Dir::State::lists=$work/lists" -o "Dir::Cache=$work" -o "Dir::Cache::archives=$work/archives"
    -o "Dir::Cache::pkgcache=" -o "Dir::Cache::srcpkgcache="
    -o "APT::Sandbox::User=$(id -un)" -o "Acquire::Languages=none" -o "Acquire::Retries=3"
  )
  # A mirror without sources makes update complain; what counts is whether the source package is found.
  apt-get -qq "${private[@]}" update >&2 || say "some package lists could not be read; trying with the others"
  (cd "$work/download" && apt-get -qq "${private[@]}" source --download-only "libsodium=$version" >&2) ||
    fail "no configured package source offers the source of libsodium $version"
  rm -rf "$sources"
  mv "$work/download" "$sources"
fi

say "compiling (portable code only)"
dpkg-source --no-check -x "$sources"/*.dsc "$work/tree" >/dev/null
tree=$work/tree/src/libsodium
stated() { sed -n "s/^$1=\([0-9]*\).*/\1/p" "$work/tree/configure.ac" | head -n 1; }
sed -e "s/@VERSION@/${version%%-*}/" \
  -e "s/@SODIUM_LIBRARY_VERSION_MAJOR@/$(stated SODIUM_LIBRARY_VERSION_MAJOR)/" \
  -e "s/@SODIUM_LIBRARY_VERSION_MINOR@/$(stated SODIUM_LIBRARY_VERSION_MINOR)/" -e 's/@SODIUM_LIBRARY_MINIMAL_DEF@//' \
  "$tree/include/sodium/version.h.in" >"$tree/include/sodium/version.h"

mkdir -p "$work/objects"
# Flags are one string of words by design: this is how compilers take them.
# shellcheck disable=SC2086
(cd "$tree" && find -name '*.c' -printf '%P\n' | sort | tr '\n' '\0' |
  xargs -0 -P "$(nproc)" -I{} sh -c '
    object=$0/$(printf %s "$1" | tr "/" "_").o
    exec $CC $CFLAGS -w -DCONFIGURED=1 -DNATIVE_LITTLE_ENDIAN=1 -DHAVE_INTTYPES_H=1 -DHAVE_STDINT_H=1 \
      -DHAVE_GETENTROPY=1 -DSODIUM_STATIC=1 -D_WASI_EMULATED_SIGNAL -Iinclude -Iinclude/sodium -c "$1" -o "$object"' "$work/objects" {})

rm -rf "$out.new" "$out"
mkdir -p "$out.new"
$AR rcs "$out.new/libsodium.a" "$work"/objects/*.o
cp -R "$tree/include" "$out.new/include"
mv "$out.new" "$out"
say "ready"
echo "$out"
