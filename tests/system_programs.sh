#!/bin/sh
# The system programs that the tests drive: installed where that is allowed, named in one line where it is not.
# Quiet when everything is there.
set -u

missing=""
need() { # package, test of its presence
  package=$1
  shift
  "$@" >/dev/null 2>&1 || missing="$missing $package"
}

need libreoffice-calc sh -c 'command -v soffice'
need python3-uno /usr/bin/python3 -c 'import uno'
need fonts-noto-cjk sh -c 'fc-list :lang=zh-cn | grep -q .'
need poppler-utils sh -c 'command -v pdftoppm && command -v pdftotext'
need qpdf sh -c 'command -v qpdf'
need xvfb sh -c 'command -v Xvfb'
need xdotool sh -c 'command -v xdotool'
need xclip sh -c 'command -v xclip'
need postgresql sh -c 'ls /usr/lib/postgresql/*/bin/initdb || command -v initdb'
[ -z "$missing" ] && exit 0

as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo -n"
if command -v apt-get >/dev/null && { [ -z "$as_root" ] || sudo -n true 2>/dev/null; }; then
  echo "正在安装测试所需的系统程序……installing for the tests:$missing"
  log=$(mktemp)
  # shellcheck disable=SC2086  # both are lists of words
  if $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q >"$log" 2>&1 &&
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends fontconfig $missing >>"$log" 2>&1; then
    rm -f "$log"
    exit 0
  fi
  tail -n 5 "$log" >&2
fi
echo "缺少系统程序，请由管理员安装后重试：apt-get install fontconfig$missing · install these system programs first" >&2
exit 1
