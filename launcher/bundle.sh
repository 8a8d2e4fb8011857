#!/bin/sh
# Makes the bundle: a distribution with a Java of its own, trimmed to what the gateway needs, and with
# the class archive that another distribution makes at its first start.
#
#   bundle.sh DISTRIBUTION BUNDLE JDK TIMESTAMP
#
# TIMESTAMP is what all files of the packed bundle have as time: a class archive holds for jars of the
# very times that they had when it was made.
set -eu

distribution=$1 bundle=$2 jdk=$3 timestamp=$4

fail() {
    printf 'bundle: %s\n' "$1" >&2
    exit 1
}

# What the gateway and its libraries use, and what an adapter of others may expect: a test runs each
# command on it. jdk.crypto.ec: TLS with elliptic curves. jdk.charsets: names of files in any locale.
# java.instrument and java.management: agents and JMX for who examines a gateway.
modules=java.instrument,java.logging,java.management,java.naming,java.net.http,java.security.jgss
modules=$modules,java.security.sasl,java.sql,java.xml,jdk.charsets,jdk.crypto.ec,jdk.httpserver
modules=$modules,jdk.management,jdk.naming.dns,jdk.net,jdk.unsupported,jdk.zipfs

needed='The bundle needs a JDK of 17 or newer with jlink and its modules (Debian: openjdk-17-jdk-headless).'
[ -x "$jdk/bin/jlink" ] || fail "$jdk has no bin/jlink. $needed"
# A JDK of 24 or newer may do without: jlink takes the modules out of the running one.
[ -d "$jdk/jmods" ] || "$jdk/bin/jlink" --help 2>&1 | grep -qi 'linking from run-time image enabled' ||
    fail "$jdk has no jmods, so jlink has nothing to link. $needed"

rm -rf "$bundle"
mkdir -p "$bundle"
(cd "$distribution" && tar cf - --exclude=./cds .) | (cd "$bundle" && tar xf -)

"$jdk/bin/jlink" --add-modules "$modules" --output "$bundle/java" --strip-java-debug-attributes \
    --no-header-files --no-man-pages --disable-plugin=dedup-legal-notices ||
    fail "jlink of $jdk failed. $needed"

# jlink leaves out what the launcher reads: which system, and the exact version.
grep -E '^(IMPLEMENTOR|IMPLEMENTOR_VERSION|JAVA_RUNTIME_VERSION|LIBC|OS_ARCH|OS_NAME)=' "$jdk/release" |
    while IFS= read -r line; do
        grep -q "^${line%%=*}=" "$bundle/java/release" || printf '%s\n' "$line" >>"$bundle/java/release"
    done

# SQLite for no other system than that of this Java.
os='' arch='' libc=''
while IFS='=' read -r key value; do
    value=${value#\"}
    value=${value%\"}
    case $key in
    OS_NAME) os=$value ;;
    OS_ARCH) arch=$value ;;
    LIBC) libc=$value ;;
    esac
done <"$bundle/java/release"
[ "$libc" = musl ] && native=Linux-Musl-$arch || native=$os-$arch
[ -d "$bundle/lib/native/$native" ] || fail "there is no SQLite for $native, the system of $jdk."
for folder in "$bundle"/lib/native/*; do
    [ "$folder" = "$bundle/lib/native/$native" ] || rm -r "$folder"
done

# Roots that somebody added on this machine would be trusted on others: with modules of its own, a JDK
# has its own roots in them; without, jlink takes those that it uses.
if [ ! -d "$jdk/jmods" ] && [ -h "$jdk/lib/security/cacerts" ]; then
    echo "bundle: takes the trust roots of this machine, $(readlink "$jdk/lib/security/cacerts"): for a release use a JDK with roots of its own." >&2
fi

"$bundle/java/bin/java" -Xshare:dump -Xlog:disable -Xlog:all=error:stderr >/dev/null ||
    fail 'the class archive of the bundled Java cannot be made.'

find "$bundle" -type d -exec chmod 755 {} +
find "$bundle" -type f -exec chmod 644 {} +
chmod 755 "$bundle"/bin/* "$bundle"/java/bin/* "$bundle/java/lib/jexec" "$bundle/java/lib/jspawnhelper"
find "$bundle" -exec touch -h -d "$timestamp" {} +

# By the launcher, as at any first start; nothing of the builder's surroundings goes into it.
env -i PATH="$PATH" HOME=/nonexistent GATEWAY_CDS_DIR="$bundle/cds" "$bundle/bin/gateway" --version >/dev/null
rm -f "$bundle/cds/lock"
[ -n "$(find "$bundle/cds" -name '*.jsa.size')" ] || fail "no class archive came of the first start, see $bundle/cds."
chmod 644 "$bundle"/cds/*
find "$bundle" -exec touch -h -d "$timestamp" {} +
