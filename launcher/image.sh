#!/bin/sh
# Makes an OCI image without a base image: the bundle, the C library and what the launcher calls, all
# from this machine. Bit for bit the same for the same bundle and machine.
#
#   image.sh BUNDLE WORK VERSION ARCH TIMESTAMP IMAGE.tar
#
# Needs Linux, GNU tar and ldd. Image layout: https://github.com/opencontainers/image-spec
set -eu

bundle=$(cd "$1" && pwd -P) work=$2 version=$3 arch=$4 timestamp=$5 image=$6

# A number of its own: Kubernetes can check only numbers for runAsNonRoot.
user=10001
app=opt/gateway

fail() {
    printf 'image: %s\n' "$1" >&2
    exit 1
}

[ "$(uname -s)" = Linux ] || fail "can be made on Linux only, this is $(uname -s)."
tar --version 2>/dev/null | grep -q 'GNU tar' || fail 'needs GNU tar.'
for program in ldd sha256sum gzip; do
    command -v "$program" >/dev/null || fail "needs $program."
done
case $arch in
x86_64) platform=amd64 ;;
aarch64) platform=arm64 ;;
*) fail "no name for the architecture $arch." ;;
esac

rm -rf "$work"
system=$work/system blobs=$work/image/blobs/sha256
mkdir -p "$system" "$blobs"

# --- What is not ours: shell, tools, libraries -------------------------------------------------
# Copies a file to where it is here, whatever links lead to it.
bring() {
    mkdir -p "$system${1%/*}"
    cp -L "$1" "$system$1"
    chmod "$2" "$system$1"
    printf '%s\n' "$1" >>"$work/brought"
}

# Copies a program to /usr/bin or /bin.
tool() {
    found=$(command -v "$1") || fail "needs the program $1, which the launcher calls."
    mkdir -p "$system${2%/*}"
    cp -L "$found" "$system$2"
    chmod 755 "$system$2"
    readlink -f "$found" >>"$work/brought"
}

tool sh /bin/sh
# The last three are for a person inside, the others are called by the launcher.
for name in cksum env find flock ls mkdir mv readlink rm setsid sync uname cat id sleep; do
    tool "$name" "/usr/bin/$name"
done

find "$system/bin" "$system/usr/bin" "$bundle/java" "$bundle/lib/native" -type f \
    \( -name '*.so' -o -path '*/bin/*' -o -name jspawnhelper \) -exec ldd {} + >"$work/linked" ||
    fail 'ldd cannot read what is to be run.'
sed -n -e 's/.* => \(\/.*\) (0x.*/\1/p' -e 's/^[[:space:]]*\(\/.*\) (0x.*/\1/p' "$work/linked" |
    sort -u >"$work/libraries"
while IFS= read -r library; do
    case $library in
    "$bundle"/*) ;; # comes with the Java
    *) bring "$library" 755 ;;
    esac
done <"$work/libraries"
# The C library opens these by name, where they are not part of it.
libc=$(grep -m 1 '/libc\.so\.6$' "$work/libraries") || fail 'needs glibc.'
for service in "${libc%/*}"/libnss_files.so.2 "${libc%/*}"/libnss_dns.so.2; do
    [ ! -e "$service" ] || bring "$service" 644
done

# Their licences, where a package manager knows them.
if command -v dpkg-query >/dev/null; then
    while IFS= read -r file; do
        real=$(readlink -f "$file")
        dpkg-query -S "$real" 2>/dev/null || dpkg-query -S "${real#/usr}" 2>/dev/null || dpkg-query -S "/usr$real" 2>/dev/null || :
    done <"$work/brought" | sed -e '/^diversion/d' -e 's/[:,].*//' | sort -u | while IFS= read -r package; do
        terms=/usr/share/doc/$package/copyright
        [ ! -e "$terms" ] || bring "$terms" 644
    done
fi

# --- Who runs it, and where --------------------------------------------------------------------
mkdir -p "$system/etc/ssl/certs" "$system/tmp" "$system/var/tmp" "$system/root"
cat >"$system/etc/passwd" <<END
root:x:0:0:root:/root:/bin/sh
gateway:x:$user:$user:gateway:/data:/bin/sh
nobody:x:65534:65534:nobody:/nonexistent:/bin/sh
END
cat >"$system/etc/group" <<END
root:x:0:
gateway:x:$user:
nogroup:x:65534:
END
printf 'hosts: files dns\n' >"$system/etc/nsswitch.conf"
# The roots that the bundled Java trusts, for programs that are not Java. Not this machine's: it may
# have some that are nobody else's.
"$bundle/java/bin/keytool" -J-Xshare:auto -list -rfc -storepass changeit \
    -keystore "$bundle/java/lib/security/cacerts" 2>/dev/null |
    sed -n '/^-----BEGIN/,/^-----END/p' >"$system/etc/ssl/certs/ca-certificates.crt"
[ -s "$system/etc/ssl/certs/ca-certificates.crt" ] || fail "the Java in $bundle trusts no certificate."

find "$system" -type d -exec chmod 755 {} +
find "$system/etc" -type f -exec chmod 644 {} +
chmod 1777 "$system/tmp" "$system/var/tmp"
chmod 700 "$system/root"

# --- Layers ------------------------------------------------------------------------------------
diffs='' layers='' paths=''

# Calls tar for files below FROM that are to be below TO: archive FROM TO ARGUMENT...
archive() {
    from=$1 to=$2
    shift 2
    tar -C "$from" --format=gnu --sort=name --mtime="$timestamp" --numeric-owner --transform "s,^,$to,S" \
        "$@"
}

# Packs a tar as a blob, and notes both digests: that of the packed one and that of its content.
layer() {
    diff=$(sha256sum <"$1")
    gzip -n -6 <"$1" >"$1.gz"
    digest=$(store "$1.gz")
    diffs="$diffs${diffs:+,}\"sha256:${diff%% *}\""
    layers="$layers${layers:+,}{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar+gzip\",\"digest\":\"sha256:$digest\",\"size\":$(size "$blobs/$digest")}"
    paths="$paths${paths:+,}\"blobs/sha256/$digest\""
    rm -f "$1"
}

# Moves a file to where its digest names it, and prints that.
store() {
    digest=$(sha256sum <"$1")
    mv "$1" "$blobs/${digest%% *}"
    printf '%s' "${digest%% *}"
}

size() {
    wc -c <"$1" | tr -d ' '
}

mkdir -p "$work/empty/data" "$work/empty/$app"
chmod 700 "$work/empty/data"
chmod 755 "$work/empty/opt" "$work/empty/$app"
(
    cd "$system"
    archive . '' --owner=0 --group=0 -cf - -- *
) >"$work/system.tar"
tar -C "$work/empty" --format=gnu --mtime="$timestamp" --numeric-owner --owner=$user --group=$user \
    -rf "$work/system.tar" data
tar -C "$work/empty" --format=gnu --mtime="$timestamp" --numeric-owner --owner=0 --group=0 \
    --no-recursion -rf "$work/system.tar" opt $app
layer "$work/system.tar"

archive "$bundle" "$app/" --owner=0 --group=0 -cf - java >"$work/java.tar"
layer "$work/java.tar"

(
    cd "$bundle"
    set --
    for entry in *; do
        [ "$entry" = java ] || set -- "$@" "$entry"
    done
    archive . "$app/" --owner=0 --group=0 -cf - "$@"
) >"$work/app.tar"
layer "$work/app.tar"

# --- The image ---------------------------------------------------------------------------------
created=$(date -u -d "$timestamp" +%Y-%m-%dT%H:%M:%SZ)
cat >"$work/config.json" <<END
{
  "created": "$created",
  "architecture": "$platform",
  "os": "linux",
  "config": {
    "User": "$user:$user",
    "Env": [
      "PATH=/$app/bin:/usr/local/bin:/usr/bin:/bin",
      "HOME=/data",
      "LANG=C.UTF-8",
      "GATEWAY_HOME=/data/home",
      "GATEWAY_TOKEN_LOCK_DIR=/data/token-locks",
      "SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt"
    ],
    "Entrypoint": ["/$app/bin/gateway"],
    "Cmd": ["run"],
    "Volumes": {"/data": {}},
    "WorkingDir": "/data",
    "StopSignal": "SIGTERM",
    "Healthcheck": {
      "Test": ["CMD", "/$app/bin/gateway", "status"],
      "Interval": 30000000000,
      "Timeout": 10000000000,
      "StartPeriod": 60000000000,
      "Retries": 3
    },
    "Labels": {
      "org.opencontainers.image.title": "gateway",
      "org.opencontainers.image.description": "Messaging gateway between chat platforms and your own bot",
      "org.opencontainers.image.version": "$version",
      "org.opencontainers.image.created": "$created",
      "org.opencontainers.image.licenses": "Apache-2.0"
    }
  },
  "rootfs": {"type": "layers", "diff_ids": [$diffs]},
  "history": [
    {"created": "$created", "created_by": "C library, shell and tools"},
    {"created": "$created", "created_by": "Java"},
    {"created": "$created", "created_by": "gateway $version"}
  ]
}
END
config=$(store "$work/config.json")
cat >"$work/manifest.json" <<END
{
  "schemaVersion": 2,
  "mediaType": "application/vnd.oci.image.manifest.v1+json",
  "config": {"mediaType": "application/vnd.oci.image.config.v1+json", "digest": "sha256:$config", "size": $(size "$blobs/$config")},
  "layers": [$layers]
}
END
manifest=$(store "$work/manifest.json")
cat >"$work/image/index.json" <<END
{
  "schemaVersion": 2,
  "mediaType": "application/vnd.oci.image.index.v1+json",
  "manifests": [
    {
      "mediaType": "application/vnd.oci.image.manifest.v1+json",
      "digest": "sha256:$manifest",
      "size": $(size "$blobs/$manifest"),
      "platform": {"architecture": "$platform", "os": "linux"},
      "annotations": {
        "org.opencontainers.image.ref.name": "$version",
        "io.containerd.image.name": "docker.io/library/gateway:$version"
      }
    }
  ]
}
END
printf '{"imageLayoutVersion": "1.0.0"}\n' >"$work/image/oci-layout"
# What 'docker load' of before version 25 reads.
printf '[{"Config":"blobs/sha256/%s","RepoTags":["gateway:%s"],"Layers":[%s]}]\n' \
    "$config" "$version" "$paths" >"$work/image/manifest.json"

mkdir -p "${image%/*}"
find "$work/image" -type d -exec chmod 755 {} +
find "$work/image" -type f -exec chmod 644 {} +
tar -C "$work/image" --format=gnu --sort=name --mtime="$timestamp" --numeric-owner --owner=0 --group=0 \
    -cf "$image.tmp" blobs index.json manifest.json oci-layout
mv "$image.tmp" "$image"
rm -rf "$work"
