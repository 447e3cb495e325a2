# shellcheck shell=bash
# What the tests need besides a JDK and Maven, each with the way to get it. Sourced by check.sh.

# A line per package, added with the first test that needs it, in columns of 20 and 18 characters:
# command            Debian package     what needs it
system_packages() {
  cat <<'TABLE'
unshare              util-linux         PostgreSQL started by root
python3              python3            the analyst's stock client
python3 -m ensurepip python3-venv       the analyst's stock client; Node.js, where it is too old
TABLE
}

system_package_is_there() {
  case $1 in
    'python3 -m ensurepip') python3 -c 'import ensurepip, venv' 2>/dev/null ;;
    *) command -v "$1" >/dev/null ;;
  esac
}

# Installs what is missing where that is possible without a question; else says what is missing.
require_system_packages() {
  local line command package reason missing=() reasons=() as_root=()
  while IFS= read -r line; do
    command=${line:0:20} package=${line:21:18} reason=${line:40}
    command=${command%"${command##*[! ]}"} package=${package%"${package##*[! ]}"}
    system_package_is_there "$command" || missing+=("$package") reasons+=("$package (for $reason)")
  done < <(system_packages)
  ((${#missing[@]} > 0)) || return 0

  if ! command -v apt-get >/dev/null; then
    say "these are missing and can't be installed for you on this system:"
    printf '  %s\n' "${reasons[@]}" >&2
    fail "install them with your package manager (the names are Debian's), then run parley check again."
  fi
  if ((EUID != 0)); then
    command -v sudo >/dev/null || fail "missing: ${missing[*]}. As root: apt-get install ${missing[*]}"
    as_root=(sudo)
  fi
  say "installing ${missing[*]}"
  mkdir -p "$PARLEY_CHECKOUT/target"
  if ! ${as_root[@]+"${as_root[@]}"} sh -c '
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q && apt-get install -q -y --no-install-recommends "$@"' install "${missing[@]}" \
    </dev/null >"$PARLEY_CHECKOUT/target/parley-packages.log" 2>&1; then
    tail -n 15 "$PARLEY_CHECKOUT/target/parley-packages.log" >&2
    fail "apt-get could not install ${missing[*]} (log: $PARLEY_CHECKOUT/target/parley-packages.log)"
  fi
}

# The analyst's test speaks to Parley with a stock Python client, in a virtual environment
# outside of the checkout. Sets ANALYST_PYTHON once a test asks for it.
require_analyst_client() {
  local wanted=$PARLEY_CHECKOUT/.ci/analyst-requirements.txt home
  grep -rqs 'parley\.analyst\.python' --include='*.java' \
    "$PARLEY_CHECKOUT"/deploy/app/src/test "$PARLEY_CHECKOUT"/load-tests/src || return 0
  home=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/parley/analyst
  if ! cmp -s "$wanted" "$home/installed.txt"; then
    say "preparing the analyst's Python client in $home"
    rm -rf "$home"
    mkdir -p "$home" "$PARLEY_CHECKOUT/target"
    if ! { python3 -m venv "$home" &&
      "$home/bin/pip" install --disable-pip-version-check --no-input -r "$wanted"; } \
      </dev/null >"$PARLEY_CHECKOUT/target/parley-analyst.log" 2>&1; then
      tail -n 15 "$PARLEY_CHECKOUT/target/parley-analyst.log" >&2
      fail "the analyst's Python client could not be installed (log: $PARLEY_CHECKOUT/target/parley-analyst.log)"
    fi
    cp "$wanted" "$home/installed.txt"
  fi
  # shellcheck disable=SC2034 # read by check_all
  ANALYST_PYTHON=$home/bin/python
}
