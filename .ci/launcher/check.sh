# shellcheck shell=bash
# parley check: all tests on a fresh machine, nothing skipped. Sourced by the launcher.

# shellcheck source=.ci/launcher/requirements.sh
source "$PARLEY_CHECKOUT/.ci/launcher/requirements.sh"
# shellcheck source=.ci/launcher/reports.sh
source "$PARLEY_CHECKOUT/.ci/launcher/reports.sh"
# shellcheck source=.ci/launcher/long.sh
source "$PARLEY_CHECKOUT/.ci/launcher/long.sh"

CHECK_LOG=$PARLEY_CHECKOUT/target/parley-check.log

check_usage() {
  cat <<'USAGE'
Usage: parley check                           all tests, nothing skipped
       parley check --long [--only PART] [--full]
                                              what takes longer, part by part;
                                              --full takes the sizes meant for "on demand"
Parts of --long:
USAGE
  list_parts
}

check() {
  local long= only= full=
  while (($# > 0)); do
    case $1 in
      --long) long=yes ;;
      --only)
        (($# > 1)) || fail "--only needs the name of a part: $(part_names)"
        only=$2
        shift
        ;;
      --only=*) only=${1#--only=} ;;
      --full) full=yes ;;
      -h | --help)
        check_usage
        return
        ;;
      *)
        check_usage >&2
        fail "check has no option $1."
        ;;
    esac
    shift
  done
  if [[ -z $long && (-n $only || -n $full) ]]; then
    fail "--only and --full belong to --long: parley check --long ${only:+--only $only}"
  fi
  # Tests hear with the starter model and fetch nothing, whatever the caller's own Parley is set to.
  unset PARLEY_CONFIG "${!PARLEY_ENGINES_@}"
  find_jdk
  if [[ -n $long ]]; then
    check_long "$only" "$full"
  else
    check_all
  fi
}

check_all() {
  local properties=() verdict=0
  require_maven
  require_system_packages
  require_python_clients
  require_piper_voice
  [[ -z ${ANALYST_PYTHON-} ]] || properties+=("-Dparley.analyst.python=$ANALYST_PYTHON")
  [[ -z ${GRPC_PYTHON-} ]] || properties+=("-Dparley.grpc.python=$GRPC_PYTHON")
  properties+=("-Dparley.piper.voice=$PIPER_VOICE")

  lock_build
  remove_reports
  begin_stamp
  say "running mvn verify with JDK $(jdk_feature_version "$JAVA_HOME"), nothing skipped (log: $CHECK_LOG)"
  (cd "$PARLEY_CHECKOUT" && mvn -B -U verify --fail-at-end -Dparley.nothing.skipped=true \
    -Dsurefire.rerunFailingTestsCount=1 -Dfailsafe.rerunFailingTestsCount=1 \
    ${properties[@]+"${properties[@]}"} </dev/null 2>&1) |
    tee "$CHECK_LOG" | show_progress tests || verdict=1
  ((verdict != 0)) || finish_stamp
  unlock_build

  if ((verdict != 0)); then
    printf '\n' >&2
    show_errors "$CHECK_LOG"
    say "mvn verify failed; the whole log is $CHECK_LOG"
  fi
  print_module_minutes "$CHECK_LOG"
  judge_reports || verdict=1
  return "$verdict"
}
