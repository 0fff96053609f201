#!/usr/bin/env bash
# Finds the program: a given path, a build of this action's own source, or the released program for the runner's platform,
# which has to have the checksum that stands beside this script. Nothing is run that was not checked.
set -euo pipefail

fail() {
  echo "::error title=cihook::$1"
  exit 2
}

found() {
  echo "program=$1" >> "$GITHUB_OUTPUT"
  exit 0
}

here=$(cd "$(dirname "$0")" && pwd)

if [ -n "${CIHOOK_PATH:-}" ]; then
  [ -x "$CIHOOK_PATH" ] || fail "the given path is no program"
  found "$CIHOOK_PATH"
fi

if [ "${CIHOOK_SOURCE:-false}" = true ]; then
  built="${RUNNER_TEMP:-/tmp}/cihook-build"
  # From the folder of the action, and with nothing of the environment that tells cargo what to run: in the workspace may
  # lie the settings of a stranger.
  for name in $(compgen -e | grep -E '^(CARGO|RUST)' | grep -vE '^(CARGO_HOME|RUSTUP_HOME)$'); do unset "$name"; done
  (cd "$here/.." && cargo build --release --locked --target-dir "$built") || fail "cihook cannot be built here"
  found "$built/release/cihook"
fi

case "${RUNNER_OS:-}-${RUNNER_ARCH:-}" in
  Linux-X64) target=x86_64-unknown-linux-musl ;;
  Linux-ARM64) target=aarch64-unknown-linux-musl ;;
  macOS-X64) target=x86_64-apple-darwin ;;
  macOS-ARM64) target=aarch64-apple-darwin ;;
  Windows-X64) target=x86_64-pc-windows-msvc ;;
  Windows-ARM64) target=aarch64-pc-windows-msvc ;;
  *) fail "there is no released program for this runner: set the input path, or source: true" ;;
esac

# Lines of checksums.txt: sha256, two blanks, the name of the archive, as sha256sum writes them. They are of the version
# that stands in the Cargo.toml of this checkout.
line=$(grep -E "^[0-9a-f]{64}  cihook-$target\.(tar\.gz|zip)$" "$here/checksums.txt" || true)
[ -n "$line" ] || fail "this version of the action pins no program for $target: set the input path, or source: true"
sum=${line%% *}
archive=${line##* }
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' "$here/../Cargo.toml" | head -n 1)

folder=$(mktemp -d "${RUNNER_TEMP:-/tmp}/cihook.XXXXXX")
address="https://github.com/${CIHOOK_REPOSITORY:?}/releases/download/v$version/$archive"
curl --fail --silent --show-error --location --proto '=https' --retry 3 --max-time 300 --output "$folder/$archive" "$address" ||
  fail "the released program cannot be fetched: set the input path, or source: true"
if command -v sha256sum > /dev/null; then
  is=$(sha256sum "$folder/$archive")
else
  is=$(shasum -a 256 "$folder/$archive")
fi
[ "${is%% *}" = "$sum" ] || fail "the released program does not have the checksum that this action pins"
case $archive in
  *.zip) unzip -q "$folder/$archive" -d "$folder" ;;
  *) tar -xzf "$folder/$archive" -C "$folder" ;;
esac
program="$folder/cihook-$target/cihook"
[ -x "$program" ] || program="$folder/cihook-$target/cihook.exe"
found "$program"
