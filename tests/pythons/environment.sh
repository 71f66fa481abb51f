#!/bin/sh
# An environment that holds what a lock pins, and gaoyan:  environment.sh FOLDER LOCK PYTHON WHAT...
#
# PYTHON: a name or a path; '' keeps the Python that FOLDER was made with, or takes the oldest supported one found. A FOLDER of
# another Python than the one named, or of one that is gone, is made anew. WHAT: gaoyan as pip takes it (-e . or a wheel).
# Works with the pip of every Python from 3.11.0 (22.3) on: the lock is complete, so pip need not look for what it needs.
set -u
folder=$1 lock=$2 asked=$3
shift 3
log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT

# A Python that is new enough and can make an environment (Debian keeps that part in a package of its own).
fits='import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))'
itself='import sys; print(sys.version, sys.base_prefix)'
fits() { "$1" -c "$fits" 2>/dev/null; }
fail() { # what a person reads, in Chinese, under the last output of the program
  { grep -E '^ERROR|Error: ' "$log" || cat "$log"; } | tail -n 1 >&2
  echo "$1" >&2
  exit 1
}

fail_for_the_cause() {
  case $(cat "$log") in
    *"No space left"* | *"quota exceeded"*) fail "磁盘空间不足：安装约需 600 MB，请腾出空间后重试" ;;
    *"Read-only file system"* | *"Permission denied"*) fail "没有写入权限：请换到自己可以写入的文件夹，再运行一次" ;;
    *"DO NOT MATCH THE HASHES"*) fail "下载的组件与锁定的校验值不符：请更换 pip 的镜像后重试，不要跳过校验" ;;
    *"CERTIFICATE_VERIFY_FAILED"* | *"SSLError"*) fail "网络连接的证书未通过验证：请检查电脑的日期、代理，或 pip 的镜像设置" ;;
    *"Retrying ("* | *"ConnectionError"* | *"ProxyError"* | *"ReadTimeout"* | *"HTTP error"* | *"HTTPError"*)
      fail "网络不通：请检查网络、代理，或 pip 的镜像设置，然后重试" ;;
    *"No matching distribution"* | *"not a supported wheel"*)
      fail "没有适合这个 Python（$("$folder/bin/python" -V)，$(uname -sm)）的组件：请换用 Python 3.11 至 3.13，或换一个 pip 镜像" ;;
    *) fail "安装失败，原因见上一行" ;;
  esac
}

same() { [ -z "$asked" ] || [ "$("$asked" -c "$itself" 2>&1)" = "$("$folder/bin/python" -c "$itself")" ]; }
if ! fits "$folder/bin/python" || ! same; then
  python=
  for name in ${asked:+"$asked"} ${asked:-python3.11 python3.12 python3.13 python3.14 python3 python}; do
    fits "$name" && python=$name && break
  done
  [ -n "$python" ] || fail "缺少 Python 3.11 至 3.14（含 venv）${asked:+，PYTHON=$asked 不能用}：请先安装，例如 apt-get install python3-venv"
  "$python" -m venv --clear "$folder" >"$log" 2>&1 || fail_for_the_cause
fi
python=$folder/bin/python
"$python" -m pip --version >/dev/null 2>&1 || "$python" -m ensurepip >"$log" 2>&1 || fail_for_the_cause
echo "正在安装锁定的依赖（$("$python" -V)，初次约一分钟）…… installing what $lock pins"
# Nothing that a user needs is compiled here; and a module is compiled when it is first used, not all 8,000 at once.
case $lock in *-dev.lock) ;; *) export PIP_ONLY_BINARY=:all: ;; esac
install() { "$python" -m pip install -q --no-deps --no-compile --disable-pip-version-check --no-input "$@" 2>"$log" || fail_for_the_cause; }
install --require-hashes -r "$lock"
install --no-build-isolation --force-reinstall "$@"
