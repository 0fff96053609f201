#!/bin/sh
# cihook shim 1: made by `cihook install`, removed by `cihook uninstall`.
# It uses nothing but what every POSIX shell has built in, and refuses when cihook is gone.
CIHOOK_SHIM=$0
export CIHOOK_SHIM
cihook=@BINARY@
if [ ! -x "$cihook" ]; then
  dir=${GIT_DIR:-.git}
  if [ -f "$dir/commondir" ] && read -r common <"$dir/commondir"; then
    case $common in /*) dir=$common ;; *) dir=$dir/$common ;; esac
  fi
  if [ -f "$dir/cihook/path" ]; then read -r cihook <"$dir/cihook/path"; fi
fi
if [ -x "$cihook" ]; then exec "$cihook" hook @NAME@ "$@"; fi
if command -v cihook >/dev/null 2>&1; then exec cihook hook @NAME@ "$@"; fi
case ${LC_ALL:-${LANG:-}} in
  zh*) echo "cihook: 找不到 cihook 程序，@NAME@ 钩子无法检查。请重新安装，或删除此钩子：rm '$0'" >&2 ;;
  *) echo "cihook: the program is gone, so the @NAME@ hook cannot check. Install it again, or remove this hook: rm '$0'" >&2 ;;
esac
exit 1
