#!/bin/sh
# Lays out what the Debian package installs, and the files that dpkg reads of it. jdeb packs both.
#
#   deb.sh BUNDLE UNITS STAGE VERSION MACHINE TIMESTAMP
#
# BUNDLE is the distribution with its own Java, UNITS a folder of systemd units, MACHINE as uname -m
# says. Leaves STAGE/root and STAGE/control.
set -eu

bundle=$1 units=$2 stage=$3 version=$4 machine=$5 timestamp=$6
here=${0%/*}
package=gateway
app=usr/lib/$package

# As jdeb does it.
version=$(printf %s "$version" | tr '[:upper:]' '[:lower:]' | sed -E 's/-(alpha|beta|rc|snapshot)/~\1/g')

case $machine in
x86_64) arch=amd64 ;;
aarch64) arch=arm64 ;;
*)
    echo "deb: no name for the architecture $machine." >&2
    exit 1
    ;;
esac

rm -rf "$stage"
root=$stage/root doc=$stage/root/usr/share/doc/$package
mkdir -p "$root/$app" "$doc" "$stage/control"

# --- The bundle, and its manual where Debian has it -------------------------------------------
(cd "$bundle" && tar cf - bin cds java lib) | (cd "$root/$app" && tar xf -)
mkdir -p "$root/usr/share/man/man1" "$root/usr/share/bash-completion/completions"
for page in "$bundle"/share/man/man1/*.1; do
    gzip -n9 <"$page" >"$root/usr/share/man/man1/${page##*/}.gz"
done
# Read by bash, never run: without the line for the kernel.
sed '1{/^#!/d;}' "$bundle/share/bash-completion/completions/$package" \
    >"$root/usr/share/bash-completion/completions/$package"
mkdir -p "$root/usr/share/zsh/vendor-completions"
cp "$here/deb/_$package" "$root/usr/share/zsh/vendor-completions/"
for fish in "$bundle"/share/fish/vendor_completions.d/*.fish; do
    [ -f "$fish" ] || continue
    mkdir -p "$root/usr/share/fish/vendor_completions.d"
    cp "$fish" "$root/usr/share/fish/vendor_completions.d/"
done
mkdir -p "$root/usr/lib/systemd/system"
cp "$units"/*.service "$root/usr/lib/systemd/system/"

mkdir -p "$root/usr/share/lintian/overrides"
cp "$here/deb/lintian-overrides" "$root/usr/share/lintian/overrides/$package"
cp "$here/deb/copyright" "$doc/"
for notice in "$bundle"/NOTICE* "$bundle"/THIRD-PARTY* "$bundle"/licenses; do
    [ ! -e "$notice" ] || cp -R "$notice" "$doc/"
done
maintainer=$(sed -n 's/^Maintainer: //p' "$here/deb/control")
{
    printf '%s (%s) unstable; urgency=medium\n\n' "$package" "$version"
    printf '  * Version %s. What changed is told in CHANGELOG.md of the project.\n\n' "$version"
    printf ' -- %s  %s\n' "$maintainer" "$(date -u -R -d "$timestamp")"
} | gzip -n9 >"$doc/changelog.gz"

find "$stage/root" -exec touch -h -d "$timestamp" {} +

# --- What it needs -----------------------------------------------------------------------------
# As dpkg-shlibdeps would find out: the newest symbols of the C library that anything here asks for,
# and the libraries that are not part of it.
natives=$(find "$root/$app/java" "$root/$app/lib/native" -type f \
    \( -name '*.so' -o -path '*/java/bin/*' -o -name jspawnhelper -o -name jexec \))
needs() {
    # shellcheck disable=SC2086 # a list of files, in a path that Maven made
    grep -aqF "$1" $natives
}
# shellcheck disable=SC2086
libc=$(grep -ahoE 'GLIBC_2\.[0-9]+' $natives | sort -t. -k2n | tail -1)
depends="libc6 (>= ${libc#GLIBC_})"
needs libz.so.1 && depends="$depends, zlib1g (>= 1:1.2.11)"
# Older ones than these are on no system with such a C library.
needs libstdc++.so.6 && depends="$depends, libstdc++6"
needs libgcc_s.so.1 && depends="$depends, libgcc-s1"

size=$(du -sk "$root" | cut -f1)
sed -e "s/@ARCH@/$arch/" -e "s/@DEPENDS@/$depends/" -e "s/@SIZE@/$size/" \
    "$here/deb/control" >"$stage/control/control"
cp "$here/deb/postinst" "$here/deb/postrm" "$stage/control/"
