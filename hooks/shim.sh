#!/bin/sh
# cihook shim 2 @DIGEST@: made by `cihook install`, removed by `cihook uninstall`. Lines that you add are not kept here:
# put them into a hook of your own and install again, which keeps it and runs it.
# It uses nothing but what every POSIX shell has built in, and refuses when cihook is gone.
CIHOOK_SHIM=$0
export CIHOOK_SHIM
shared=@SHARED@
cihook=@BINARY@
if [ ! -x "$cihook" ]; then
  dir=${GIT_DIR:-.git}
  # In a linked work tree and in a submodule `.git` is a file: gitdir: PATH.
  if [ -f "$dir" ] && IFS= read -r line <"$dir"; then dir=${line#gitdir: }; fi
  if [ -f "$dir/commondir" ] && IFS= read -r common <"$dir/commondir"; then
    case $common in /*) dir=$common ;; *) dir=$dir/$common ;; esac
  fi
  if [ -f "$dir/cihook/path" ]; then IFS= read -r cihook <"$dir/cihook/path"; fi
fi
if [ -x "$cihook" ]; then exec "$cihook" hook @NAME@ "$@"; fi
if command -v cihook >/dev/null 2>&1; then exec cihook hook @NAME@ "$@"; fi
if [ -n "$shared" ]; then remove='git config --unset core.hooksPath'; else remove="rm '$0'"; fi
case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in
  zh*.[Uu][Tt][Ff]* | zh_?? | zh) echo "cihook: 找不到 cihook 程序，@NAME@ 钩子无法检查。请重新安装，或停用此钩子：$remove" >&2 ;;
  *) echo "cihook: the program is gone, so the @NAME@ hook cannot check. Install it again, or remove this hook: $remove" >&2 ;;
esac
exit 1
