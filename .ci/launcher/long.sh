# shellcheck shell=bash
# parley check --long: what takes longer than a check may. Sourced by check.sh.
#
# A part is a line of the table and a function part_<name, - as _>, which is given "full" for the
# sizes that are run on demand. It may take the minutes of the table, and fails by its exit code.
# A part whose minutes are "-" measures more than it judges: it runs with --only or --full.

# name              minutes  full  what it does
long_parts() {
  cat <<'TABLE'
demo-seeds               10    75  the demo's conversation, over and over with other random words
topology-kills            8    30  stage processes killed and stopped under load: nothing lost, nothing told in two ways
tool-kills                8    45  executors of tools killed and stopped in the middle of calls: none acts twice, none is lost
failover                  -    45  processes killed, live ones under full load: how long, and how often
scale                     -    25  hearing in one, two and four processes, and while partitions move
start-up                  -    15  how long a start takes: the first, the next, after kill -9
host-model                -    60  the host of transforms on a model of a broker, with random faults
back-pressure             8    10  an engine a hundred times too slow for a minute: nothing lost, memory bounded, fair
chaos                    16    90  processes killed while people talk: one reply a turn, whole and once, and how long they wait
rolling                  18    45  every role restarted under live conversations, to another build and back: none drops, none repeats
fuzz                     10    60  parsers of what comes from outside, each fed what a fuzzer makes up
garbage                   6    60  a live gateway flooded with nonsense while somebody talks: it stands, leaks nothing, lets nobody wait
whisper                   -     5  Whisper in the process, with a real model and recordings of people, which PARLEY_SPEECH_DATA names
api-fuzz                 15    25  the HTTP API's document linted, and the API asked everything that it allows and forbids
TABLE
}

part_demo_seeds() {
  # The same words each time, so that a failure is the program's; the demo itself draws others.
  local seeds=6
  [[ $1 != full ]] || seeds=100
  "$PARLEY_CHECKOUT/parley" demo --seed 500 --seeds "$seeds" --parallel 3
}

part_topology_kills() {
  local kills=20 stalls=4
  if [[ $1 == full ]]; then kills=150 stalls=25; fi
  require_maven
  lock_build
  (cd "$PARLEY_CHECKOUT" && mvn -q -B -pl streams -am verify -Dtest=none -Dit.test=TopologyKillsIT \
    -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false \
    -Dparley.kills="$kills" -Dparley.stalls="$stalls" </dev/null)
  unlock_build
}

part_tool_kills() {
  local plan=(--kills 20 --stalls 2)
  [[ $1 != full ]] || plan=(--kills 200 --stalls 20)
  build_load_tests
  load_test dev.parley.load.once.ToolKills "${plan[@]}"
}

part_failover() {
  local kills=5 seconds=30 stage
  [[ $1 != full ]] || { kills=20 seconds=300; }
  for stage in hearing turn; do
    figures failover deploy/app FailoverFigures -Dparley.failover.stage="$stage" \
      -Dparley.failover.kills="$kills" -Dparley.failover.load-seconds="$seconds" || return 1
  done
}

part_scale() {
  local size=check
  [[ $1 != full ]] || size=full
  figures scale load-tests ScaleFigures -Dparley.scale="$size"
}

part_rolling() {
  local rounds=1
  [[ $1 != full ]] || rounds=5
  figures rolling deploy/app RollingUpgrade -Dparley.rolling.rounds="$rounds"
}

# Its material may not be committed, and no package holds it: whisper/ggml-tiny.en-q8_0.bin and
# human/platforms.wav in the folder that PARLEY_SPEECH_DATA names, else in speech-data.
part_whisper() {
  local data=${PARLEY_SPEECH_DATA:-$PARLEY_CHECKOUT/speech-data}
  [[ -s $data/whisper/ggml-tiny.en-q8_0.bin && -s $data/human/platforms.wav ]] ||
    fail "no Whisper model and recordings in $data (whisper/, human/): set PARLEY_SPEECH_DATA."
  PARLEY_SPEECH_DATA=$data figures whisper connectors/speech WhisperFigures
}

part_api_fuzz() {
  local seconds=90 home=$PARLEY_CHECKOUT/target/api-tools document
  [[ $1 != full ]] || seconds=900
  require_maven
  require_api_tools "$home"
  document=$PARLEY_CHECKOUT/connectors/gateway/src/main/resources/dev/parley/connectors/gateway/http/openapi.json
  # a WebSocket's upgrade has no answer of 2xx
  REDOCLY_TELEMETRY=off CI=1 "$home/node_modules/.bin/redocly" lint --skip-rule operation-2xx-response \
    "$document" || return 1
  figures api-fuzz deploy/app ApiFuzz -Dparley.schemathesis="$home/python/bin/schemathesis" \
    -Dparley.fuzz.seconds="$seconds"
}

# Runs the test class $3 of the module $2, and shows the lines that begin with the part's name $1.
figures() {
  local name=$1 module=$2 test=$3 log=$PARLEY_CHECKOUT/target/parley-$1.log
  shift 3
  mkdir -p "$PARLEY_CHECKOUT/target"
  (cd "$PARLEY_CHECKOUT" && mvn -B -q -pl "$module" -am test -Dtest="$test" \
    -Dsurefire.failIfNoSpecifiedTests=false "$@") >"$log" 2>&1 \
    || { grep -E "^$name|ERROR" "$log" | head -n 60; return 1; }
  grep "^$name" "$log"
}

part_start_up() {
  local rounds=1
  [[ $1 != full ]] || rounds=5
  "$PARLEY_CHECKOUT/.ci/launcher/start-up.sh" "$rounds"
}

part_host_model() {
  local tries=300
  [[ $1 != full ]] || tries=10000
  (cd "$PARLEY_CHECKOUT" && mvn -q -B -pl streams -am test -Dtest=HostModelTest \
    -Dsurefire.failIfNoSpecifiedTests=false -Dparley.tries="$tries")
}

part_back_pressure() {
  local plan=(--slow 60)
  [[ $1 != full ]] || plan=(--slow 120 --after 30)
  build_load_tests
  load_test dev.parley.load.pressure.BackPressure "${plan[@]}"
}

part_garbage() {
  local inputs=100000
  [[ $1 != full ]] || inputs=1000000
  build_load_tests
  load_test dev.parley.load.garbage.GarbageFlood --inputs "$inputs"
}

part_chaos() {
  local plan=(--seed 7 --count 60 --minutes 10 --talkers 2)
  [[ $1 != full ]] || plan=(--seed 7 --count 1000 --minutes 85 --talkers 4)
  build_load_tests
  use_class_archive chaos
  [[ -z ${archive_options[0]-} ]] || plan+=(--class-archive "${archive_options[0]#*=}")
  load_test dev.parley.load.chaos.Chaos "${plan[@]}" --json "$PARLEY_CHECKOUT/target/parley-chaos.json"
}

# Jars that are written anew cost the launcher's class archive: only what is stale is built.
build_load_tests() {
  LOAD_TESTS_JAR=$PARLEY_CHECKOUT/load-tests/target/parley-load-tests.jar
  build_if_stale
  if [[ ! -s $LOAD_TESTS_JAR || $APP_JAR -nt $LOAD_TESTS_JAR ||
    -n $(find "$PARLEY_CHECKOUT/load-tests/src/main" -newer "$LOAD_TESTS_JAR" -print -quit) ]]; then
    require_maven
    lock_build
    (cd "$PARLEY_CHECKOUT" && mvn -q -B -pl load-tests -am -DskipTests package </dev/null)
    unlock_build
  fi
  mkdir -p "$PARLEY_CHECKOUT/target"
}

# Every class of the load tests' own tests that is called ...Fuzz, two at a time; its corpus lies in
# the resources.
part_fuzz() {
  local seconds=20 tests=$PARLEY_CHECKOUT/load-tests/src/test/java class running=()
  [[ $1 != full ]] || seconds=600
  require_maven
  lock_build
  (cd "$PARLEY_CHECKOUT" && mvn -q -B -Pfuzz -pl load-tests -am -DskipTests package </dev/null)
  unlock_build
  while IFS= read -r class; do
    fuzz "${class%.java}" "$seconds" &
    running+=($!)
    if ((${#running[@]} == 2)); then
      wait "${running[0]}"
      running=("${running[1]}")
    fi
  done < <(cd "$tests" && find . -name '*Fuzz.java' -printf '%P\n' | sort)
  wait "${running[@]}"
}

# Who checks web tokens fetches their keys from where it is told to, which is no forged request.
KEYS_ARE_FETCHED=com.code_intelligence.jazzer.sanitizers.ServerSideRequestForgery

# The target class $1, as a path without its ending, for $2 seconds.
fuzz() {
  local class=${1//\//.} seconds=$2 name=${1##*/} target=$PARLEY_CHECKOUT/load-tests/target
  local found=$target/fuzz/$name
  mkdir -p "$found/corpus"
  if ! "$JAVA_HOME/bin/java" -Xmx1g --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -XX:+EnableDynamicAgentLoading -cp "$target/test-classes:$target/classes:$(<"$target/fuzz.classpath")" \
    com.code_intelligence.jazzer.Jazzer --target_class="$class" --instrumentation_includes='dev.parley.**' \
    --disabled_hooks="$KEYS_ARE_FETCHED" \
    --reproducer_path="$found" -max_total_time="$seconds" -artifact_prefix="$found/" -timeout=30 -rss_limit_mb=4096 \
    "$found/corpus" "$PARLEY_CHECKOUT/load-tests/src/test/resources/fuzz/$name" >"$found/log" 2>&1; then
    grep -vE '^(INFO|#|WARN)' "$found/log" | head -n 30
    say "$name: a fault was found; what provokes it lies in $found"
    return 1
  fi
  printf '  %-20s %s\n' "$name" "$(grep '^Done' "$found/log" | tail -n 1)"
}

# Runs one of the load tests: its class, its arguments. The class path begins as the launcher's
# does, for the class archive.
load_test() {
  "$JAVA_HOME/bin/java" -Xmx512m --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -cp "$APP_JAR:$(<"$CLASS_PATH_FILE"):$LOAD_TESTS_JAR" "$@"
}

list_parts() {
  local name minutes full what
  long_parts | while read -r name minutes full what; do
    if [[ $minutes == - ]]; then
      printf '  %-16s %s (with --only or --full, at most %d min)\n' "$name" "$what" "$full"
    else
      printf '  %-16s %s (at most %d min, --full %d min)\n' "$name" "$what" "$minutes" "$full"
    fi
  done
}

part_names() {
  local names
  names=$(long_parts | awk '{ print $1 }' | tr '\n' ' ')
  echo "${names% }"
}

# Runs a part in a process group of its own, so that it can be ended with all that it started.
run_bounded() {
  local minutes=$1 function=$2 size=$3 part began=$SECONDS patience=10 status
  set -m
  (
    set -e
    "$function" "$size"
  ) </dev/null &
  part=$!
  set +m
  # shellcheck disable=SC2064 # this part's process
  trap "kill -TERM -- -$part 2>/dev/null; exit 130" INT TERM
  while kill -0 "$part" 2>/dev/null; do
    if ((SECONDS - began >= minutes * 60)); then
      say "not done after $minutes minutes; ending it."
      kill -TERM -- "-$part" 2>/dev/null || true
      while ((patience-- > 0)) && kill -0 -- "-$part" 2>/dev/null; do sleep 1; done
      kill -KILL -- "-$part" 2>/dev/null || true
      wait "$part" 2>/dev/null || true
      trap - INT TERM
      return 124
    fi
    sleep 1
  done
  wait "$part"
  status=$?
  trap - INT TERM
  return "$status"
}

keep_first_log() {
  local log=$PARLEY_CHECKOUT/target/parley-$1.log
  [[ ! -e $log ]] || mv "$log" "${log%.log}.first.log"
}

check_long() {
  local only=$1 size=${2:+full} name minutes full what began status passed=0 failed=0 known='' again=''
  if [[ -n $only ]]; then
    for name in $(part_names); do [[ $name != "$only" ]] || known=yes; done
    [[ -n $known ]] || fail "check --long has no part $only. It has: $(part_names)"
  fi
  while read -r name minutes full what <&3; do
    [[ -z $only || $name == "$only" ]] || continue
    [[ -n $only || -n $size || $minutes != - ]] || continue
    [[ -z $size && $minutes != - ]] || minutes=$full
    say "$name: $what (at most $minutes min)"
    began=$SECONDS
    set +e # where a failure is tested for, the shell would not let a part stop at its first one
    run_bounded "$minutes" "part_${name//-/_}" "$size"
    status=$?
    # Beside a busy neighbour a part can fail that holds: it is run once more, and named if it does.
    if ((status != 0)) && [[ -z $only && -z $size ]]; then
      keep_first_log "$name"
      say "$name failed ($status); once more"
      run_bounded "$minutes" "part_${name//-/_}" "$size"
      status=$?
      ((status != 0)) || again+=" $name"
    fi
    set -e
    if ((status == 0)); then passed=$((passed + 1)); else failed=$((failed + 1)); fi
    printf '  %-16s %s in %s min\n' "$name" "$( ((status == 0)) && echo passed || echo "failed ($status)")" \
      "$(awk -v s=$((SECONDS - began)) 'BEGIN { printf "%.1f", s / 60 }')"
  done 3< <(long_parts)
  [[ -z $again ]] || say "passed only at the second try:$again"
  printf '%d parts passed, %d failed\n' "$passed" "$failed"
  ((failed == 0))
}
