# shellcheck shell=bash
# Reads the reports of surefire and failsafe. Sourced by check.sh.

test_reports() {
  (cd "$PARLEY_CHECKOUT" && find . -path '*/target/*' \
    \( -path '*/surefire-reports/TEST-*.xml' -o -path '*/failsafe-reports/TEST-*.xml' \) -print)
}

remove_reports() {
  (cd "$PARLEY_CHECKOUT" && find . -type d -path '*/target/*' \
    \( -name surefire-reports -o -name failsafe-reports \) -prune -exec rm -rf {} +)
}

# Maven's own summary: a module, its outcome, its minutes.
print_module_minutes() {
  sed -n '/Reactor Summary/,/BUILD /p' "$1" | grep -E '(SUCCESS|FAILURE|SKIPPED)' | grep -v BUILD |
    sed 's/^\[[A-Z]*\] /  /' || true
}

# The test classes in the sources that are meant to run, as "module fully.qualified.Name".
test_classes() {
  local file module name
  (cd "$PARLEY_CHECKOUT" && find . -name target -prune -o -path '*/src/test/java/*' \
    \( -name '*Test.java' -o -name '*IT.java' \) -print) |
    while IFS= read -r file; do
      ! grep -qE '^(public |sealed |non-sealed )*(abstract class|interface) ' "$PARLEY_CHECKOUT/$file" || continue
      module=${file%%/src/test/java/*} name=${file#*/src/test/java/} name=${name%.java}
      printf '%s %s\n' "${module#./}" "${name//\//.}"
    done
}

# The tests that failed and then passed when they were run once more, a line each.
unsteady_tests() {
  test_reports | (cd "$PARLEY_CHECKOUT" && while IFS= read -r file; do
    awk '
      function value(attribute) {
        if (!match($0, " " attribute "=\"[^\"]*\"")) return ""
        return substr($0, RSTART + length(attribute) + 3, RLENGTH - length(attribute) - 4)
      }
      /<testcase / { test = value("classname") "." value("name") }
      /<flaky(Failure|Error)[ >]/ && test != "" { print test; test = "" }' "$file"
  done)
}

# Prints what the reports say, last of all the line "N passed, N failed, N skipped". Fails when a
# test failed (twice) or was skipped, or when a test class that is there ran no test at all.
judge_reports() {
  local verdict=0 counts module name test
  counts=$(test_reports | (cd "$PARLEY_CHECKOUT" && while IFS= read -r file; do
    awk -v file="$file" '
      function count(attribute) {
        if (!match($0, " " attribute "=\"[0-9]+\"")) return 0
        return substr($0, RSTART + length(attribute) + 3, RLENGTH - length(attribute) - 4)
      }
      /<testsuite / {
        class = file; sub(/.*\/TEST-/, "", class); sub(/\.xml$/, "", class); sub(/\$.*/, "", class)
        module = file; sub(/^\.\//, "", module); sub(/\/target\/.*/, "", module)
        print module, class, count("tests"), count("failures") + count("errors"), count("skipped")
        exit
      }' "$file"
  done))

  while read -r module name; do
    if ! awk -v module="$module" -v name="$name" \
      '$1 == module && $2 == name { ran += $3 } END { exit !(ran > 0) }' <<<"$counts"; then
      say "$name (in $module) ran no test"
      verdict=1
    fi
  done < <(test_classes)
  while read -r module name _ _ _; do
    [[ -z $module ]] || say "skipped, and nothing may be: $name (in $module)"
  done < <(awk '$5 > 0' <<<"$counts")

  while read -r test; do
    say "passed only at the second try: $test"
  done < <(unsteady_tests)

  awk '
    NF { tests += $3; failed += $4; skipped += $5 }
    END {
      printf "%d passed, %d failed, %d skipped\n", tests - failed - skipped, failed, skipped
      exit !(tests > 0 && failed == 0 && skipped == 0)
    }' <<<"$counts" || verdict=1
  return "$verdict"
}
