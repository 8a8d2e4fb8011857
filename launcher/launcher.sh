#!/bin/sh
# Starts @launcher.name@ in this very process: after the exec below the PID is the JVM's.
#
#   JAVA_HOME          the Java (17 or newer) to use; else the java on the PATH. A bundle uses its own,
#                      ../java, instead
#   GATEWAY_JAVA_HOME  the Java to use in any case
#   GATEWAY_JAVA_OPTS  JVM options, split at blanks, after our own in ../lib/jvm.options. What they,
#                      JAVA_TOOL_OPTIONS, JDK_JAVA_OPTIONS or _JAVA_OPTIONS say of the collector, the
#                      heap, the code cache, logging or class archives replaces what we say of it
#   GATEWAY_CLASSPATH  jars of your own, as for java -cp; those in an adapters folder need none
#   GATEWAY_CDS_DIR    where the class archive is kept, instead of ../cds or, for a user who cannot
#                      write there, ~/.cache/gateway/cds; empty: none is used
#   XDG_CACHE_HOME     instead of ~/.cache
#
# POSIX sh without readlink -f: macOS, dash and busybox run it alike.

[ -z "${ZSH_VERSION-}" ] || emulate sh

fail() {
    printf '%s: %s\n' '@launcher.name@' "$1" >&2
    exit 78
}

# --- What the caller's surroundings must not do to us ---------------------------------------
# The owner may use what is made here, whatever the umask; what it says of others stays.
umask u=rwx
# A JVM cannot begin in a folder that is gone. Relative paths are refused then, not misunderstood.
nowhere=''
[ -n "${PWD-}" ] && [ -d "$PWD" ] && [ "$PWD" -ef . ] || { cd / && nowhere=yes; }

# The environment goes on to processes in other folders: its paths are made absolute.
case ${JAVA_HOME:-/} in
/*) ;;
*) JAVA_HOME=$PWD/$JAVA_HOME && export JAVA_HOME ;;
esac
case ${GATEWAY_JAVA_HOME:-/} in
/*) ;;
*) GATEWAY_JAVA_HOME=$PWD/$GATEWAY_JAVA_HOME && export GATEWAY_JAVA_HOME ;;
esac
case ${GATEWAY_CDS_DIR:-/} in
/*) ;;
*) GATEWAY_CDS_DIR=$PWD/$GATEWAY_CDS_DIR && export GATEWAY_CDS_DIR ;;
esac
if [ -n "${GATEWAY_CLASSPATH-}" ]; then
    rest=$GATEWAY_CLASSPATH: GATEWAY_CLASSPATH=''
    while [ -n "$rest" ]; do
        entry=${rest%%:*}
        rest=${rest#*:}
        case $entry in
        '') continue ;;
        /*) ;;
        *) entry=$PWD/$entry ;;
        esac
        case $entry in
        */\*) [ -d "${entry%/*}" ] ;;
        *) [ -e "$entry" ] ;;
        esac || fail "GATEWAY_CLASSPATH names $entry, which is not there. Correct it, or unset it."
        GATEWAY_CLASSPATH=$GATEWAY_CLASSPATH${GATEWAY_CLASSPATH:+:}$entry
    done
    export GATEWAY_CLASSPATH
fi

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
bundled=$app/java
[ -x "$bundled/bin/java" ] || bundled=''
if [ -n "${GATEWAY_JAVA_HOME-}" ]; then
    home=$GATEWAY_JAVA_HOME named=GATEWAY_JAVA_HOME
elif [ -n "$bundled" ]; then
    home=$bundled named=''
else
    home=${JAVA_HOME-} named=JAVA_HOME
fi
if [ -n "$home" ]; then
    java=$home/bin/java
    [ -f "$java" ] && [ -x "$java" ] || fail "$named=$home has no bin/java. Point it to a Java 17 or newer, or unset it."
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
# In a locale of ASCII Java could not name files beyond it, and a locale that is set but not
# installed is one of ASCII: what counts is the encoding that comes of it, not the name.
locale=${LC_ALL:-${LC_CTYPE:-${LANG:-}}}
case $locale in
'' | C | POSIX) encoding='' ;;
C.UTF-8 | C.utf8) encoding=UTF-8 ;;
*) encoding=$(locale charmap 2>/dev/null) ;;
esac
case $encoding in
'' | ANSI_X3.4-1968 | US-ASCII | 646 | ASCII) LC_ALL=C.UTF-8 && export LC_ALL ;;
esac

# All that the user says to the JVM, wherever he says it; and what we say where he says nothing.
# A file of options may say anything.
said=" ${GATEWAY_JAVA_OPTS-} ${JAVA_TOOL_OPTIONS-} ${JDK_JAVA_OPTIONS-} ${_JAVA_OPTIONS-} "
defaults='' collector=''
# The command, behind the options that may stand before it.
word='' value_follows=''
for word; do
    if [ "$value_follows" ]; then
        value_follows=''
        continue
    fi
    case $word in
    --home | --config) value_follows=yes ;;
    --home=* | --config=* | -v | --verbose) ;;
    *) break ;;
    esac
done
case $word in
start | stop | restart | reload | status | tokens | cluster | events | logs | doctor | \
    messages | conversations | pairing | send | config | login | service | completion | \
    journal | help | version | --help | -h | --version | -V)
    quick=yes
    ;;
*) quick='' ;;
esac
case $said in
*-XX:[-+]Use*GC* | *-XX:Flags=* | *-XX:VMOptionsFile=* | *[\ \"\']@*) ;;
*)
    # With G1 Java 17 maps the objects that it has archived of itself instead of making them anew;
    # newer ones do so with any collector. For what lives longer the memory counts, and G1 needs more.
    collector=-XX:+UseSerialGC
    [ -z "$quick" ] || [ "$major" != 17 ] || collector=-XX:+UseG1GC
    ;;
esac
case $said in
*-Xm[sx]* | *HeapSize=* | *RAMPercentage=* | *-XX:MaxRAM=* | *-XX:Flags=* | *-XX:VMOptionsFile=* | *[\ \"\']@*) ;;
*) defaults='-Xms16m -Xmx256m' ;;
esac
case $said in
*-Xss* | *ThreadStackSize=*) ;;
*) defaults="$defaults -Xss512k" ;;
esac
case $said in
*CodeCache* | *CodeHeap* | *Tiered* | *-Xint* | *-Xcomp*) ;;
*)
    defaults="$defaults -XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=48m"
    # What is over in a moment compiles only what it calls often.
    [ -z "$quick" ] || defaults="$defaults -XX:CompileThresholdScaling=5"
    ;;
esac
# SQLite is native code, and newer versions of Java warn without this option. With it they set up their
# modules anew instead of taking them from their archive: a tenth of a short command.
case $major-$word in
17-* | 18-* | 19-* | 2[0-3]-*) native_access='' ;;
*-status | *-tokens | *-events | *-logs | *-help | *-version | *--help | *-h | *--version | *-V) native_access='' ;;
*) native_access=--enable-native-access=ALL-UNNAMED ;;
esac
# Java moves its archives of classes to another address at each start, which touches each page of them:
# 8 ms of each command, and 20 MB that each process has for itself instead of sharing them. Where
# the heap, the stacks and the code lie stays random. The option is one for diagnosis, so it is said
# only to versions that are known to have it.
case $said in
*ArchiveRelocationMode* | *-XX:Flags=* | *-XX:VMOptionsFile=* | *[\ \"\']@*) ;;
*)
    case $major in
    17 | 18 | 19 | 2[0-5]) defaults="$defaults -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0" ;;
    esac
    ;;
esac
# Other words of the JVM than those that matter are wanted only by who asks for them. (Those of
# GATEWAY_JAVA_OPTS and _JAVA_OPTIONS count after ours anyway.)
case ${JAVA_TOOL_OPTIONS-}${JDK_JAVA_OPTIONS-} in
*-Xlog* | *-verbose*) ;;
*) defaults="$defaults -Xlog:disable -Xlog:os+thread=warning:stderr" ;;
esac

# SQLite's native library as a file, so that none is extracted to the temporary folder. The jar has
# none. A Java that does not say what it was built for runs on what this machine is.
[ -n "$os" ] || os=$(uname -s)
[ -n "$arch" ] || arch=$(uname -m)
if [ -z "$libc" ] && [ ! -e /lib64/ld-linux-x86-64.so.2 ] && [ ! -e /lib/ld-linux-aarch64.so.1 ]; then
    libc=musl
fi
case $arch in
amd64) arch=x86_64 ;;
arm64) arch=aarch64 ;;
esac
# A thread of each account: of the pages that Java touches below each call of native code, in case
# it needs them, half are enough. Elsewhere Java refuses a smaller number than its own.
case $os-$arch$said in
Linux-x86_64*-Xss* | Linux-x86_64*StackSize=* | Linux-x86_64*StackShadowPages=*) ;;
Linux-x86_64*) defaults="$defaults -XX:StackShadowPages=10" ;;
esac
case $os-$libc in
Darwin-*) native=$lib/native/Mac-$arch ;;
Linux-musl) native=$lib/native/Linux-Musl-$arch ;;
*) native=$lib/native/$os-$arch ;;
esac
[ -d "$native" ] || native=''

# Makes the class archive, which spares each later start some 0.3 s. It is written under a temporary
# name and moved when it is on the disk; its size and checksum are noted last, and one that is not
# as noted is not used, since the JVM would crash on half of one, or on one that was damaged. Of several
# first starts one makes it and the others do without. If it cannot be made, a file named .none says why, and
# none is tried for a day.
archive_classes() {
    partial=$archive.$$.tmp
    {
        if command -v flock && ! flock -n 9; then
            return 0
        fi
        ! archive_is_whole && ! gave_up || return 0
        command -v flock && rm -rf "$cds"/*.tmp "$cds"/*.tmp.d "$cds"/*.tmp.config
        # Those of other versions, which may still be started now and then.
        [ "$cds" = "$app/cds" ] ||
            find "$cds" -name '@launcher.name@-????????????-java-*' ! -name "${archive_name%.*}*" -mtime +30 -exec rm -f {} +
        for signal in HUP INT TERM; do
            # shellcheck disable=SC2064
            trap "abandon_archive $signal" "$signal"
        done
        # The training run has its own folder and must not notify systemd as a ready service.
        mkdir "$partial.d"
        (
            unset NOTIFY_SOCKET SYSTEMD_EXEC_PID
            GATEWAY_TOKEN_LOCK_DIR=$partial.d/token-locks
            export GATEWAY_TOKEN_LOCK_DIR
            # The archive is for our own JVM, not for what somebody examines with options of his.
            unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS
            # With another collector than G1 the archive would leave out what spares the short commands
            # setting up Java's modules. It serves the others all the same. That of run is for the
            # options of run.
            [ "$archive" != "${archive%.aot}" ] || native_access=''
            # shellcheck disable=SC2094
            exec "$java" "@$lib/jvm.options" -XX:+UseG1GC -Xmx256m -XX:TieredStopAtLevel=1 \
                -Xlog:disable $native_access ${native:+"-Dorg.sqlite.lib.path=$native"} \
                "$archive_output=$partial" -cp "$archived/${jar##*/}" @launcher.warmup@ 9<"$lib"
        ) >"$partial.d/log" 2>&1 9>&- &
        dump=$!
        made='' why=''
        wait "$dump" && made=yes || why="exit $?: $(tail -n 5 "$partial.d/log")"
        trap - HUP INT TERM
        rm -rf "$partial.d" "$partial.config"
        if [ "$made" ] && { sync "$partial" || sync; } && note=$(note_of "$partial") &&
            mv -f "$partial" "$archive" && echo "$note" >"$partial" && mv -f "$partial" "$archive.size"; then
            rm -f "$archive.none"
            return 0
        fi
        echo "$why" >"$archive.none"
        rm -f "$partial"
    } 9>"$cds/lock" </dev/null >/dev/null 2>&1
}

# What was in the way may be gone tomorrow.
gave_up() {
    [ -e "$archive.none" ] && [ "$(find "$archive.none" -mtime -1)" ]
} 2>/dev/null

archive_is_whole() {
    [ -f "$archive" ] && read -r size sum <"$archive.size" && [ -n "$sum" ] &&
        [ "$size $sum" = "$(note_of "$archive")" ]
} 2>/dev/null

# Size and checksum.
note_of() {
    sums=$(cksum <"$1") && echo "${sums#* } ${sums%% *}"
}

# Dies of the signal as if there had been nothing to tidy up.
abandon_archive() {
    [ -z "${!-}" ] || kill -s KILL "$!"
    rm -rf "$partial" "$partial.d" "$partial.config"
    trap - "$1"
    kill -s "$1" $$
}

# An archive decides what the JVM runs: one that another user could have put there is not used.
others_may_write() {
    case $(LC_ALL=C ls -ldL "$1") in
    d???????w*) return 0 ;;
    d*) return 1 ;;
    esac
} 2>/dev/null

# The user's own folder for archives: made with mode 0700, and used only if it is. Root in the home of
# another user has none.
find_cache() {
    case ${XDG_CACHE_HOME-} in
    /*) cache=$XDG_CACHE_HOME/gateway/cds ;;
    *) cache=${HOME-}/.cache/gateway/cds ;;
    esac
    above=$cache
    while [ "$above" ] && [ ! -e "$above" ]; do
        above=${above%/*}
    done
    [ "$above" ] && [ -O "$above" ] || return 1
    [ -d "$cache" ] || (umask 077 && mkdir -p "$cache") || return 1
    case $(LC_ALL=C ls -ld "$cache") in
    drwx------[!+]*) [ -O "$cache" ] ;;
    *) return 1 ;;
    esac
} 2>/dev/null

# Whether there is an archive in this folder; if the second word is "make", one is made.
archive_in() {
    cds=$1 archive=''
    case $cds in
    *:*) no_archive="the name of $cds has a colon" && return 1 ;; # a separator for Java
    esac
    if [ -d "$cds" ] && [ "$cds" != "${GATEWAY_CDS_DIR-}" ] && others_may_write "$cds"; then
        no_archive="others may write to $cds" && return 1
    fi
    archive=$cds/$archive_name
    # Java 17 uses an archive only with jars at the very paths that it was made with, and that of a
    # bundle is made before anyone knows where it will lie. So its jars are below a descriptor, which
    # is opened for each JVM.
    archived=$lib
    [ -z "$bundled" ] || [ "$cds" != "$app/cds" ] || archived=/proc/self/fd/9
    archive_is_whole && return 0
    if gave_up; then
        no_archive="none could be made, as $archive.none says"
    elif [ "$2" != make ] || ! mkdir -p "$cds" 2>/dev/null || [ ! -w "$cds" ]; then
        no_archive="there is none in $cds, which cannot be written"
    else
        archive_classes
        archive_is_whole && return 0
        no_archive="there is none in $cds yet"
    fi
    return 1
}

# Who may write to the installation makes the archive there, for all; the others in a cache of their
# own. A bundle brings one and is not written to.
owns_installation() {
    if [ -e "$app/cds" ]; then
        [ -d "$app/cds" ] && [ -w "$app/cds" ]
    else
        [ -w "$app" ]
    fi
}

find_archive() {
    if [ "${GATEWAY_CDS_DIR+set}" ]; then
        no_archive='GATEWAY_CDS_DIR is empty'
        [ "$GATEWAY_CDS_DIR" ] && archive_in "$GATEWAY_CDS_DIR" make
    elif [ -z "$bundled" ] && owns_installation; then
        archive_in "$app/cds" make
    else
        archive_in "$app/cds" use && return 0
        if find_cache; then
            archive_in "$cache" make
        else
            no_archive="$no_archive, and $cache is not this user's alone (mode 0700)"
            return 1
        fi
    fi
}

# Java 25 has a better kind of archive, which links its classes beforehand, and loads them all: good for
# what uses most of them, not for a short command. A bundle brings the usual one and is not made to
# wait for another.
archive='' no_archive='' archived=$lib
case $said in
*SharedArchiveFile=* | *ArchiveClassesAtExit=* | *-Xshare:* | *SharedArchive* | *-XX:AOT* | *SharedClassList* | *DumpLoadedClassList*)
    no_archive='the options for the JVM speak of class archives'
    ;;
*)
    if [ ! -f "$lib/build-id" ]; then
        no_archive="$lib/build-id, which tells one build from another, is missing"
    elif [ "$version" ] && read -r id <"$lib/build-id"; then
        archive_name=@launcher.name@-$id-java-${build:-$version}.aot
        archive_option=-XX:AOTCache archive_output=-XX:AOTCacheOutput
        if [ "$word" != run ] || [ "$bundled" ] || [ "${major:-0}" -lt 25 ] || ! find_archive; then
            archive_name=${archive_name%.aot}.jsa
            archive_option=-XX:SharedArchiveFile archive_output=-XX:ArchiveClassesAtExit
            find_archive || archive=''
        fi
        [ -z "$archive" ] || no_archive=''
    else
        no_archive="$java does not tell its version"
    fi
    ;;
esac

# A Java of our own brings trust roots, but those of the machine count: an operator may have added some.
trust=''
if [ "$bundled" ] && [ "$home" = "$bundled" ]; then
    case $said in
    *javax.net.ssl.trustStore*) ;;
    *)
        for file in /etc/ssl/certs/java/cacerts /etc/pki/ca-trust/extracted/java/cacerts; do
            [ ! -s "$file" ] || [ ! -r "$file" ] || { trust=$file && break; }
        done
        ;;
    esac
fi

# The heap of a thread ends in free memory now and then, and glibc gives what is beyond 128 kB of it back to
# the kernel. The journal's thread would do so with nearly every commit and fetch the same pages again:
# a fifth of the processor time of a message.
if [ "$word" = run ] && [ -z "${MALLOC_TRIM_THRESHOLD_-}${GLIBC_TUNABLES-}" ]; then
    MALLOC_TRIM_THRESHOLD_=1048576 && export MALLOC_TRIM_THRESHOLD_
fi

# A caller that ignores SIGTERM hands that on, and a JVM leaves it at that: no stop would arrive.
signals=''
if [ "$word" = run ] && [ -r /proc/self/status ]; then
    while IFS='	' read -r key value; do
        [ "$key" = SigIgn: ] && break
    done <"/proc/$$/status"
    case $value in
    *[4-7c-f]???) env --default-signal=TERM true 2>/dev/null && signals='env --default-signal=TERM' ;;
    esac
fi

[ "$archived" = "$lib" ] || exec 9<"$lib"
set -- -cp "$jar${GATEWAY_CLASSPATH:+:$GATEWAY_CLASSPATH}" @launcher.main@ "$@"
set -f
# shellcheck disable=SC2086
exec $signals "$java" "@$lib/jvm.options" $defaults $native_access \
    ${native:+"-Dorg.sqlite.lib.path=$native"} \
    ${archive:+"$archive_option=$archive"} \
    ${archive:+"-D@launcher.name@.class.archive=$archive"} \
    ${no_archive:+"-D@launcher.name@.no.class.archive=$no_archive"} \
    ${trust:+"-Djavax.net.ssl.trustStore=$trust"} \
    ${collector:+"$collector"} \
    ${nowhere:+"-D@launcher.name@.no.folder=$nowhere"} \
    "-D@launcher.name@.app=$app" "-D@launcher.name@.launcher=$called" \
    ${GATEWAY_JAVA_OPTS-} "$@"
