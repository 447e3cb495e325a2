# shellcheck shell=bash
# Finds the JDK that builds and runs Parley. Sourced by the launcher.

REQUIRED_JAVA=25

# The feature version of the JDK at $1 (25, 26, …), or 0 when there is no JDK.
jdk_feature_version() {
  local home=$1 line version=0
  if [[ -x $home/bin/java && -x $home/bin/javac ]]; then
    if [[ -r $home/release ]]; then
      while IFS= read -r line; do
        case $line in JAVA_VERSION=*) version=${line#JAVA_VERSION=} ;; esac
      done <"$home/release"
    else
      version=$("$home/bin/javac" -version 2>&1 | awk '{ print $2 }')
    fi
  fi
  version=${version//\"/}
  version=${version%%[!0-9]*}
  echo "${version:-0}"
}

jdk_candidates() {
  local java
  if java=$(command -v java); then
    java=$(readlink -f "$java" 2>/dev/null || echo "$java")
    dirname "$(dirname "$java")"
  fi
  [[ -x /usr/libexec/java_home ]] && { /usr/libexec/java_home -v "$REQUIRED_JAVA" 2>/dev/null || true; }
  local home
  for home in /usr/lib/jvm/* "${HOME:-/nonexistent}"/.sdkman/candidates/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/java/* /opt/jdk*; do
    if [[ -d $home ]]; then echo "$home"; fi
  done
}

# Sets and exports JAVA_HOME: the one that is set, if it is new enough; else an installed
# JDK of exactly the required version; else a newer one.
find_jdk() {
  local home version newer=
  if [[ -n ${JAVA_HOME-} ]] && (($(jdk_feature_version "$JAVA_HOME") >= REQUIRED_JAVA)); then
    export JAVA_HOME
    return
  fi
  while IFS= read -r home; do
    version=$(jdk_feature_version "$home")
    if ((version == REQUIRED_JAVA)); then
      export JAVA_HOME=$home
      return
    elif ((version > REQUIRED_JAVA)) && [[ -z $newer ]]; then
      newer=$home
    fi
  done < <(jdk_candidates)
  if [[ -n $newer ]]; then
    export JAVA_HOME=$newer
    return
  fi
  say "no JDK $REQUIRED_JAVA or newer was found. Get one from https://adoptium.net/temurin/releases/?version=$REQUIRED_JAVA" \
    "(Debian and Ubuntu with Adoptium's repository: apt install temurin-$REQUIRED_JAVA-jdk; macOS: brew install --cask temurin@$REQUIRED_JAVA;" \
    "SDKMAN: sdk install java $REQUIRED_JAVA-tem), or set JAVA_HOME to where it is."
  if [[ -n ${JAVA_HOME-} ]]; then
    say "JAVA_HOME is $JAVA_HOME, which holds version $(jdk_feature_version "$JAVA_HOME") (0: no JDK)."
  fi
  exit 1
}
