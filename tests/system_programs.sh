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
need libreoffice-writer sh -c 'ls /usr/lib/libreoffice/program/libswlo.so || ls /opt/libreoffice*/program/libswlo.so'
need python3-uno /usr/bin/python3 -c 'import uno'
need fonts-noto-cjk sh -c 'fc-list :lang=zh-cn | grep -q .'
need poppler-utils sh -c 'command -v pdftoppm && command -v pdftotext'
need gnumeric sh -c 'command -v ssconvert'
need qpdf sh -c 'command -v qpdf'
need xvfb sh -c 'command -v Xvfb'
need xdotool sh -c 'command -v xdotool'
need xclip sh -c 'command -v xclip'
need postgresql sh -c 'ls /usr/lib/postgresql/*/bin/initdb || command -v initdb'
need "chromium chromium-driver" sh -c 'command -v chromium && command -v chromedriver'
need firefox-esr sh -c 'command -v firefox-esr'
need "nodejs npm" sh -c 'command -v node && command -v npm'

# What the tests take from npm: exact versions, from the lock beside their package.json; once, and again when it has changed.
from_npm() {
  for folder in tests/*/; do
    [ -f "$folder/package-lock.json" ] && [ "$folder/package-lock.json" -nt "$folder/node_modules/.package-lock.json" ] || continue
    # Some versions of npm cannot lock the builds of a package for other systems; "ci" then refuses its own lock.
    (cd "$folder" && { npm ci --silent --no-audit --no-fund --no-progress 2>/dev/null ||
      npm install --no-save --silent --no-audit --no-fund --no-progress; }) || {
      echo "npm 安装失败，请检查网络或 npm 的镜像设置：$folder · npm ci failed in $folder" >&2
      exit 1
    }
  done
}
[ -z "$missing" ] && { from_npm; exit; }

as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo -n"
if command -v apt-get >/dev/null && { [ -z "$as_root" ] || sudo -n true 2>/dev/null; }; then
  echo "正在安装测试所需的系统程序……installing for the tests:$missing"
  log=$(mktemp) preferred=$(mktemp)
  # LibreOffice 26.8 shows UNO no accessible tree of its windows, by which the tests drive them (docs/engines.md, LO-7): the
  # version before it, where there is one.
  cat >"$preferred" <<'END'
Package: libreoffice* fonts-opensymbol libuno-* python3-uno uno-libs-private ure
Pin: version /^[0-9]+:(102\.12\+LibO)?2[0-5]\./
Pin-Priority: 1001
END
  chmod a+r "$preferred"
  # shellcheck disable=SC2086  # both are lists of words
  if $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q >"$log" 2>&1 &&
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
      -o Dir::Etc::Preferences="$preferred" fontconfig $missing >>"$log" 2>&1; then
    rm -f "$log" "$preferred"
    from_npm
    exit
  fi
  tail -n 5 "$log" >&2
fi
echo "缺少系统程序，请由管理员安装后重试：apt-get install fontconfig$missing · install these system programs first" >&2
exit 1
