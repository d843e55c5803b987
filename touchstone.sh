#!/usr/bin/env bash
# The commands of the project. `./touchstone.sh help` lists them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

readonly venv=.venv-touchstone

usage() {
  cat <<'TEXT'
./touchstone.sh COMMAND [OPTIONS]

  report              build, run every suite on the committed fixtures, rewrite Reports/
  test                run the tests; options go to `swift test` (--filter NAME)
  bench               time the library, beside PyTorch where a Python has it; options go to
                      bench-cpu; --with-pytorch first installs PyTorch into .venv-touchstone
  fixtures            write fixtures with PyTorch in .venv-touchstone; options go to
                      Fixtures/generate.py (default: --out Fixtures/data)
  sanitize KIND       run the tests under a sanitizer: address, undefined or thread

Every command first installs what is missing (apt packages, as root or with sudo).
TOUCHSTONE_PYTHON names a Python that has PyTorch, instead of .venv-touchstone.
TEXT
}

say() { printf '%s\n' "touchstone.sh: $*" >&2; }

fail() {
  say "$*"
  exit 2
}

# Sets `apt` to the command that installs packages; false where there is none to use.
apt=()
find_apt() {
  command -v apt-get >/dev/null || return 1
  if [ "$(id -u)" -eq 0 ]; then
    apt=(apt-get)
  elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    apt=(sudo -n apt-get)
  else
    return 1
  fi
}

# install PACKAGE... : with apt, or says what to run.
install() {
  find_apt || fail "needs: $* — run: sudo apt-get install $*"
  say "installing $*"
  if ! { "${apt[@]}" update -qq && "${apt[@]}" install -y -qq "$@" >/dev/null; }; then
    fail "could not install $* — run: sudo apt-get install $*"
  fi
}

# oneDNN is an accelerator: nothing fails without it. Major version 2 is the one that is used.
offer_onednn() {
  [ -z "${TOUCHSTONE_ONEDNN_LIBRARY:-}" ] && [ "${TOUCHSTONE_ONEDNN:-}" != 0 ] || return 0
  [[ "$(/sbin/ldconfig -p 2>/dev/null)" != *libdnnl.so.2* ]] || return 0
  if find_apt; then
    [ -n "$(apt-cache policy libdnnl-dev)" ] || "${apt[@]}" update -qq || true
    if [[ "$(apt-cache policy libdnnl-dev)" == *"Candidate: 2."* ]]; then
      say "installing libdnnl-dev"
      "${apt[@]}" install -y -qq libdnnl-dev >/dev/null && return 0
    fi
  fi
  say "without oneDNN (libdnnl-dev, version 2): convolutions take the package's own kernels"
}

need_build_tools() {
  local missing=()
  command -v pkg-config >/dev/null || missing+=(pkg-config)
  pkg-config --exists openblas 2>/dev/null || missing+=(libopenblas-dev)
  pkg-config --exists hdf5 2>/dev/null || missing+=(libhdf5-dev)
  [ ${#missing[@]} -eq 0 ] || install "${missing[@]}"
  offer_onednn
  command -v swift >/dev/null || fail "needs Swift 6.2 or later in PATH: https://swift.org/install"
}

# A Python with PyTorch: TOUCHSTONE_PYTHON, the project's environment, or the one in PATH.
find_pytorch() {
  local python
  for python in "${TOUCHSTONE_PYTHON:-}" "$venv/bin/python" python3; do
    if [ -n "$python" ] && "$python" -c 'import torch' 2>/dev/null; then
      printf '%s' "$python"
      return
    fi
  done
}

need_environment() {
  [ -z "${TOUCHSTONE_PYTHON:-}" ] || return 0
  python3 -c 'import ensurepip' 2>/dev/null || install python3-venv
  [ -x "$venv/bin/python" ] || python3 -m venv "$venv"
  "$venv/bin/python" -m pip install --quiet --requirement Fixtures/requirements.txt ||
    fail "could not install PyTorch (Fixtures/requirements.txt) into $venv"
}

report() {
  need_build_tools
  swift build --configuration release --product touchstone
  .build/release/touchstone report "$@"
}

run_tests() {
  need_build_tools
  swift test "$@"
}

bench() {
  local options=()
  for option in "$@"; do
    if [ "$option" = --with-pytorch ]; then need_environment; else options+=("$option"); fi
  done
  need_build_tools
  swift build --configuration release --product bench-cpu
  TOUCHSTONE_PYTHON="$(find_pytorch)" .build/release/bench-cpu "${options[@]}"
}

fixtures() {
  need_environment
  [ $# -gt 0 ] || set -- --out Fixtures/data
  "${TOUCHSTONE_PYTHON:-$venv/bin/python}" Fixtures/generate.py "$@"
}

sanitize() {
  local kind="${1:-}" options
  case "$kind" in
    address | thread) options=(--sanitize "$kind") ;;
    # Swift traps on undefined behaviour by itself and has no such sanitizer: this is for the C++.
    undefined)
      options=(-Xcxx -fsanitize=undefined -Xcxx "-fno-sanitize=vptr,function"
        -Xswiftc -Xclang-linker -Xswiftc -fsanitize=undefined)
      ;;
    *) fail "sanitize address, undefined or thread" ;;
  esac
  shift
  need_build_tools
  export LSAN_OPTIONS="suppressions=$PWD/Tests/leaks.supp:${LSAN_OPTIONS:-}"
  export UBSAN_OPTIONS="halt_on_error=1:print_stacktrace=1:${UBSAN_OPTIONS:-}"
  # The package that ConsumerTests builds is not sanitized: a second build would prove nothing.
  swift test --scratch-path ".build-$kind" "${options[@]}" --skip ConsumerTests "$@"
}

command="${1:-help}"
[ $# -eq 0 ] || shift
case "$command" in
  report) report "$@" ;;
  test) run_tests "$@" ;;
  bench) bench "$@" ;;
  fixtures) fixtures "$@" ;;
  sanitize) sanitize "$@" ;;
  help | --help | -h) usage ;;
  *)
    usage >&2
    exit 2
    ;;
esac
