# shellcheck shell=bash
# Builds Parley when a source is newer than the last build. Sourced by the launcher.

APP_JAR=$PARLEY_CHECKOUT/deploy/app/target/parley-app.jar
CLASS_PATH_FILE=$PARLEY_CHECKOUT/deploy/app/target/parley.classpath
STAMP=$PARLEY_CHECKOUT/deploy/app/target/parley.built
BUILD_LOG=$PARLEY_CHECKOUT/target/parley-build.log
BUILD_LOCK=$PARLEY_CHECKOUT/target/parley-build.lock
SOURCE_FOLDERS=(schemas streams connectors deploy)

require_maven() {
  command -v mvn >/dev/null || fail "Maven 3.8 or newer is needed to build, and there is no mvn on the PATH." \
    "Get it from https://maven.apache.org/download.cgi (Debian and Ubuntu: apt install maven; macOS: brew install maven)."
  local version major minor
  version=$(mvn -B -v 2>/dev/null </dev/null | sed -n 's/.*Apache Maven \([0-9][0-9.]*\).*/\1/p' | head -n 1)
  IFS=. read -r major minor _ <<<"${version:-0.0.0}"
  if ((major < 3 || (major == 3 && minor < 8))); then
    fail "Maven 3.8 or newer is needed to build; $(command -v mvn) is ${version:-of an unknown version}."
  fi
}

# Whether the last build still stands: built at this place, nothing changed since (a deleted
# file changes its folder), and every jar that it was built against is still there.
build_is_fresh() {
  [[ -f $STAMP && -f $APP_JAR && -f $CLASS_PATH_FILE && $(<"$STAMP") == "$PARLEY_CHECKOUT" ]] || return 1
  local changed jar jars
  changed=$(cd "$PARLEY_CHECKOUT" &&
    find pom.xml "${SOURCE_FOLDERS[@]}" -name target -prune -o -path '*/src/test' -prune -o \
      \( -name pom.xml -o -path '*/src/main' -o -path '*/src/main/*' \) -newer "$STAMP" -print | head -n 1)
  [[ -z $changed ]] || return 1
  IFS=: read -r -a jars <"$CLASS_PATH_FILE"
  for jar in "${jars[@]}"; do
    [[ -e $jar ]] || return 1
  done
}

# Notes the time before a build; what is edited while it runs counts as changed.
begin_stamp() {
  mkdir -p "$(dirname "$STAMP")" "$PARLEY_CHECKOUT/target"
  rm -f "$STAMP"
  printf '%s\n' "$PARLEY_CHECKOUT" >"$STAMP.begun"
}

finish_stamp() { mv "$STAMP.begun" "$STAMP"; }

# Reads Maven's log on stdin and says on stderr where it is: on a terminal one line that moves,
# elsewhere a line per module (and, with $1 = tests, per test class).
# shellcheck disable=SC2120 # its argument is optional
show_progress() {
  local detail=${1-} began=$SECONDS line module=starting stage= downloads=0 live= shown=0 status
  local tick=()
  [[ -t 2 ]] && live=yes
  # Older shells, such as macOS's, can't tell a time-out from the end of the input.
  ((BASH_VERSINFO[0] < 4)) || tick=(-t 1)
  while true; do
    status=0
    IFS= read -r ${tick[@]+"${tick[@]}"} line || status=$?
    if ((status > 0 && status <= 128)); then break; fi
    if ((status == 0)); then
      case $line in
        '[INFO] Building '*'['*/*']')
          module=${line#'[INFO] Building '} stage=
          module="${module##* } ${module%%  *}"
          [[ -n $live ]] || printf '  %4ds  %s\n' $((SECONDS - began)) "$module" >&2
          ;;
        '[INFO] --- '*) stage=${line#'[INFO] --- '} stage=${stage%% *} ;;
        *'Downloaded from '*) downloads=$((downloads + 1)) ;;
        *'Tests run: '*' -- in '*)
          if [[ $detail == tests ]]; then
            [[ -z $live ]] || printf '\r\033[K' >&2
            printf '  %4ds  %s\n' $((SECONDS - began)) "${line#\[*\] }" >&2
          fi
          ;;
      esac
    fi
    if [[ -n $live && ($status -ne 0 || $shown -ne $SECONDS) ]]; then
      shown=$SECONDS
      line="$((SECONDS - began))s  $module  $stage"
      ((downloads == 0)) || line+="  ($downloads files downloaded)"
      printf '\r\033[K  %s' "${line:0:$((${COLUMNS:-80} - 4))}" >&2
    elif [[ -z $live && $status -ne 0 && $((SECONDS - shown)) -ge 30 ]]; then
      shown=$SECONDS
      printf '  %4ds  … %s %s (%d files downloaded)\n' $((SECONDS - began)) "$module" "$stage" "$downloads" >&2
    fi
  done
  [[ -z $live ]] || printf '\r\033[K' >&2
}

# What went wrong, out of Maven's log $1: its errors without its advice on how to use Maven.
show_errors() {
  {
    grep '^\[ERROR\]' "$1" |
      grep -vE '^\[ERROR\] *$|re-run Maven|Re-run Maven|\[Help 1\] http|For more information about the errors|After correcting the problems|mvn <args>' | awk 'NR <= 60'
  } >&2 || tail -n 40 "$1" >&2
}

# One build at a time in one checkout; a lock whose owner is gone is taken over.
lock_build() {
  local owner told=
  mkdir -p "$PARLEY_CHECKOUT/target" 2>/dev/null ||
    fail "$PARLEY_CHECKOUT can't be written to, and something has to be built. Give yourself write access, or clone Parley to a folder of your own."
  until mkdir "$BUILD_LOCK" 2>/dev/null; do
    owner=$(cat "$BUILD_LOCK/pid" 2>/dev/null || true)
    if [[ -n $owner ]] && ! kill -0 "$owner" 2>/dev/null; then
      rm -rf "$BUILD_LOCK"
      continue
    fi
    [[ -n $told ]] || say "another build is under way here (process ${owner:-unknown}); waiting for it."
    told=yes
    sleep 1
  done
  echo $$ >"$BUILD_LOCK/pid"
  export PARLEY_BUILDING=yes
  trap 'rm -rf "$BUILD_LOCK"' EXIT
}

unlock_build() {
  rm -rf "$BUILD_LOCK"
  unset PARLEY_BUILDING
  trap - EXIT
}

build_if_stale() {
  ! build_is_fresh || return 0
  [[ -z ${PARLEY_BUILDING-} ]] || fail "called from within a build of Parley, which isn't done yet."
  require_maven
  lock_build
  if build_is_fresh; then
    unlock_build
    return
  fi
  local began=$SECONDS
  say "building (log: $BUILD_LOG); the first time also downloads what Parley is built from."
  begin_stamp
  if ! (cd "$PARLEY_CHECKOUT" && mvn -B -U -pl deploy/app -am package -DskipTests -Dspotless.check.skip=true \
    </dev/null 2>&1) | tee "$BUILD_LOG" | show_progress; then
    show_errors "$BUILD_LOG"
    fail "the build failed after $((SECONDS - began)) s; the whole log is $BUILD_LOG"
  fi
  finish_stamp
  unlock_build
  say "built in $((SECONDS - began)) s."
}
