# shellcheck shell=bash
# Makes starts fast: an archive of parsed and linked classes, made beside the first run of a build.
# Sourced by the launcher.

CLASS_ARCHIVES=$PARLEY_CHECKOUT/deploy/app/target/class-archive

# Whether the archive $1 was made from the jars as they are now. Java checks that too, but only
# the launcher can have a new one made.
archive_is_fresh() {
  [[ -s $1 ]] || return 1
  local jar jars
  IFS=: read -r -a jars <"$CLASS_PATH_FILE"
  for jar in "$APP_JAR" "${jars[@]}"; do
    [[ ! $jar -nt $1 ]] || return 1
  done
}

# Sets archive_options for the command $1: the archive that is there, or else what has one made by
# those that start everything (dev.parley.app's ClassArchive does it); neither where the folder
# can't be written.
use_class_archive() {
  local command=$1 key archive list
  archive_options=()
  key=$(cat "$JAVA_HOME/release" "$CLASS_PATH_FILE" 2>/dev/null | cksum)
  archive=$CLASS_ARCHIVES/${key%% *}.jsa
  if archive_is_fresh "$archive"; then
    archive_options=("-XX:SharedArchiveFile=$archive" "-Xlog:cds*=off" "-Xlog:aot*=off")
    return
  fi
  [[ $command == up || $command == demo ]] || return 0
  mkdir -p "$CLASS_ARCHIVES" 2>/dev/null && [[ -w $CLASS_ARCHIVES ]] || return 0
  for list in "$CLASS_ARCHIVES"/*.classes; do
    key=${list%.classes}
    kill -0 "${key##*/}" 2>/dev/null || rm -f "$list"
  done
  # The process keeps this shell's number.
  list=$CLASS_ARCHIVES/$$.classes
  archive_options=(-XX:+IgnoreUnrecognizedVMOptions "-XX:DumpLoadedClassList=$list"
    "-Dparley.class-list=$list" "-Dparley.class-archive=$archive")
}
