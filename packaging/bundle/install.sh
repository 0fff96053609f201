#!/bin/sh
# install.sh [PREFIX]: installs cihook from this folder, without a network. PREFIX is $HOME/.local where none is given.
# It checks the sums of what lies here, installs the program for this machine, its manual pages and completions, and
# says how to take them away again.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
prefix=${1:-$HOME/.local}

# A word for the shell, whatever stands in it.
quote() {
  printf "'%s'" "$(printf %s "$1" | sed "s/'/'\\\\''/g")"
}

fail() {
  echo "install.sh: $1" >&2
  exit 1
}

case $(uname -s)-$(uname -m) in
  Linux-x86_64) target=x86_64-unknown-linux-musl ;;
  Linux-aarch64 | Linux-arm64) target=aarch64-unknown-linux-musl ;;
  Darwin-x86_64) target=x86_64-apple-darwin ;;
  Darwin-arm64) target=aarch64-apple-darwin ;;
  *) fail "there is no program for $(uname -s) on $(uname -m) here; on Windows copy cihook.exe yourself" ;;
esac
program=$here/programs/$target/cihook
[ -f "$program" ] || fail "this bundle holds no program for $target"

cd "$here"
if command -v sha256sum >/dev/null 2>&1; then
  sha256sum --quiet -c checksums.txt || fail "a file is not the one that was packed"
else
  shasum -a 256 --quiet -c checksums.txt || fail "a file is not the one that was packed"
fi

mkdir -p "$prefix/bin"
# The old program stays until the new one is whole: a hook may be running.
cp "$program" "$prefix/bin/cihook.new"
chmod 755 "$prefix/bin/cihook.new"
mv -f "$prefix/bin/cihook.new" "$prefix/bin/cihook"
for pair in man/:share/man/man1 completions/cihook.bash:share/bash-completion/completions/cihook \
  completions/_cihook:share/zsh/site-functions/_cihook completions/cihook.fish:share/fish/vendor_completions.d/cihook.fish; do
  to=$prefix/${pair#*:}
  case ${pair%%:*} in
    */)
      mkdir -p "$to"
      cp man/*.1 "$to/"
      ;;
    *)
      mkdir -p "${to%/*}"
      cp "${pair%%:*}" "$to"
      ;;
  esac
done

echo "installed: $prefix/bin/cihook ($("$prefix/bin/cihook" --version))"
case :$PATH: in
  *":$prefix/bin:"*) ;;
  *) echo "add it to your PATH: export PATH=$(quote "$prefix/bin"):\"\$PATH\"" ;;
esac
echo "in a repository, go on with: cihook install"
echo "to remove it: rm $(quote "$prefix/bin/cihook") $(quote "$prefix/share/man/man1")/cihook*.1 \\
  $(quote "$prefix/share/bash-completion/completions/cihook") \\
  $(quote "$prefix/share/zsh/site-functions/_cihook") $(quote "$prefix/share/fish/vendor_completions.d/cihook.fish")"
