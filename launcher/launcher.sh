#!/bin/sh
# Starts @launcher.name@ in this very process: after the exec below the PID is the JVM's.
#
#   JAVA_HOME          the Java (17 or newer) to use; else the java on the PATH
#   GATEWAY_JAVA_OPTS  JVM options, split at blanks, after our own in ../lib/jvm.options
#   GATEWAY_CLASSPATH  jars of your own (adapters, handlers), as for java -cp
#   GATEWAY_CDS_DIR    where the class archive is kept, instead of ../cds; empty: none is made
#
# POSIX sh without readlink -f: macOS, dash and busybox run it alike.

fail() {
    printf '%s: %s\n' '@launcher.name@' "$1" >&2
    exit 78
}

# --- Where we are, whatever links led here -------------------------------------------------
self=$0
case $self in
*/*) ;;
*) [ -f "./$self" ] && self=./$self || self=$(command -v -- "$self") || fail "cannot find my own file $0. Call me by my path." ;;
esac
case $self in
/*) called=$self ;;
*) called=$PWD/$self ;;
esac
hops=0
while [ -h "$self" ]; do
    hops=$((hops + 1))
    [ "$hops" -le 40 ] || fail "too many symbolic links lead to $called."
    target=$(readlink "$self") || fail "cannot read the symbolic link $self."
    case $target in
    /*) self=$target ;;
    *) self=${self%/*}/$target ;;
    esac
done
app=$(CDPATH='' cd -P -- "${self%/*}/.." && pwd -P) || fail "cannot enter the folder above $self."
lib=$app/lib
jar=$lib/@launcher.jar@
[ -f "$jar" ] || fail "$jar is missing. Unpack the distribution again."
case $app in
*:*) fail "cannot run from $app: Java takes the colon in its name for a separator. Move it." ;;
esac

# --- Which Java ----------------------------------------------------------------------------
if [ -n "${JAVA_HOME-}" ]; then
    home=$JAVA_HOME
    java=$home/bin/java
    [ -x "$java" ] || fail "JAVA_HOME=$home has no bin/java. Point it to a Java 17 or newer, or unset it."
else
    java=$(command -v java) || fail 'needs Java 17 or newer: set JAVA_HOME or put java on the PATH.'
    real=$java
    hops=0
    while [ -h "$real" ] && [ "$hops" -lt 40 ]; do
        hops=$((hops + 1))
        target=$(readlink "$real") || break
        case $target in
        /*) real=$target ;;
        *) real=${real%/*}/$target ;;
        esac
    done
    home=${real%/*}/..
fi

# The release file tells without starting a JVM; a Java without one has to speak for itself.
[ -f "$home/release" ] || home=$home/..
version='' build='' os='' arch='' libc=''
if [ -f "$home/release" ]; then
    while IFS='=' read -r key value || [ -n "$key" ]; do
        value=${value#\"}
        value=${value%\"*}
        case $key in
        JAVA_VERSION) version=$value ;;
        JAVA_RUNTIME_VERSION) build=$value ;;
        OS_NAME) os=$value ;;
        OS_ARCH) arch=$value ;;
        LIBC) libc=$value ;;
        esac
    done <"$home/release"
fi
major=${version#1.}
major=${major%%[!0-9]*}
if [ -n "$major" ] && [ "$major" -lt 17 ]; then
    fail "needs Java 17 or newer, but $java is $version. Set JAVA_HOME to a newer one."
fi

# --- What the JVM gets ---------------------------------------------------------------------
# Without a locale Java could not name files beyond ASCII.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
'' | C | POSIX) LC_ALL=C.UTF-8 && export LC_ALL ;;
esac

# SQLite's native library as a file, so that none is extracted to the temporary folder.
native=$lib/native/$os-$arch
[ "$libc" = musl ] && native=$native-musl
[ -d "$native" ] || native=''

# Makes the class archive, which spares each later start some 0.3 s. It is written under a temporary
# name and moved when it is on the disk; its size is noted last, and one without its noted size is
# not used, since the JVM would crash on half of one. Of several first starts one makes it and the
# others do without. If it cannot be made, a file named .none says so and nobody tries again.
archive_classes() {
    partial=$archive.$$.tmp
    {
        if command -v flock && ! flock -n 9; then
            return 0
        fi
        ! archive_is_whole && [ ! -e "$archive.none" ] || return 0
        command -v flock && rm -rf "$cds"/*.tmp "$cds"/*.tmp.d
        # It rehearses in a folder of its own and must not pass for a service that is ready.
        mkdir "$partial.d"
        (
            unset NOTIFY_SOCKET SYSTEMD_EXEC_PID
            GATEWAY_TOKEN_LOCK_DIR=$partial.d/token-locks
            export GATEWAY_TOKEN_LOCK_DIR
            exec "$java" "@$lib/jvm.options" ${native:+"-Dorg.sqlite.lib.path=$native"} \
                "-XX:ArchiveClassesAtExit=$partial" -cp "$jar" @launcher.warmup@
        ) 9>&- &
        dump=$!
        for signal in HUP INT TERM; do
            # shellcheck disable=SC2064
            trap "abandon_archive $signal" "$signal"
        done
        wait "$dump" && made=yes || made=''
        trap - HUP INT TERM
        rm -rf "$partial.d"
        if [ "$made" ] && { sync "$partial" || sync; } && size=$(($(wc -c <"$partial"))) &&
            mv -f "$partial" "$archive" && echo "$size" >"$partial" && mv -f "$partial" "$archive.size"; then
            return 0
        fi
        : >"$archive.none"
        rm -f "$partial"
    } 9>"$cds/lock" </dev/null >/dev/null 2>&1
}

archive_is_whole() {
    [ -f "$archive" ] && read -r size <"$archive.size" && [ "$size" = "$(($(wc -c <"$archive")))" ]
} 2>/dev/null

# Dies of the signal as if there had been nothing to tidy up.
abandon_archive() {
    kill -s KILL "$dump"
    rm -rf "$partial" "$partial.d"
    trap - "$1"
    kill -s "$1" $$
}

cds=${GATEWAY_CDS_DIR-$app/cds}
archive=''
if [ -n "$cds" ] && [ -n "$version" ] && read -r id <"$lib/build-id"; then
    archive=$cds/@launcher.name@-$id-java-${build:-$version}.jsa
    if ! archive_is_whole; then
        if [ ! -e "$archive.none" ] && mkdir -p "$cds" 2>/dev/null && [ -w "$cds" ]; then
            archive_classes
        fi
        archive_is_whole || archive=''
    fi
fi

# With this collector Java 17 maps the objects that it has archived of itself instead of making them
# anew, a tenth of a short command. For what lives longer the memory counts, and it needs more.
collector=''
case ${1-}:${GATEWAY_JAVA_OPTS-} in
*GC*) ;;
start:* | stop:* | restart:* | reload:* | status:* | tokens:* | events:*) collector=-XX:+UseG1GC ;;
esac

set -- -cp "$jar${GATEWAY_CLASSPATH:+:$GATEWAY_CLASSPATH}" @launcher.main@ "$@"
set -f
# shellcheck disable=SC2086
exec "$java" "@$lib/jvm.options" \
    ${native:+"-Dorg.sqlite.lib.path=$native"} \
    ${archive:+"-XX:SharedArchiveFile=$archive"} \
    ${collector:+-XX:-UseSerialGC "$collector"} \
    "-D@launcher.name@.app=$app" "-D@launcher.name@.launcher=$called" \
    ${GATEWAY_JAVA_OPTS-} "$@"
