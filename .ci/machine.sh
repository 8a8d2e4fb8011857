# What ./demo and ./verify share: what a machine must have, and how it gets it. Sourced by POSIX sh, in the
# repository's root, with `me` set to the caller's name.

say() {
    printf '%s\n' "$*"
}

# One line that names the next step, and the exit code.
fail() {
    printf '%s: %s\n' "$me" "$2" >&2
    exit "$1"
}

# Runs a command that takes a while: its words go to a log, of which the end is shown only if it fails. The
# command stays in the foreground, as one in the background would ignore Ctrl-C.
step() { # words, exit code of a failure, command
    words=$1 code=$2
    shift 2
    mkdir -p target
    log=target/$me.log
    begin=$(date +%s)
    ticker=''
    if [ -t 1 ]; then
        tick $$ &
        ticker=$!
    else
        say "  $words ..."
    fi
    if "$@" >"$log" 2>&1 </dev/null; then ended=0; else ended=$?; fi
    took=$(($(date +%s) - begin))
    if [ "$ticker" ]; then
        kill "$ticker" 2>/dev/null || :
        wait "$ticker" 2>/dev/null || :
        printf '\r\033[K'
    fi
    [ "$ended" -lt 128 ] || fail "$ended" "$words was interrupted. Run it again; what is there already is kept."
    if [ "$ended" -ne 0 ]; then
        tail -n 30 "$log" >&2
        fail "$code" "$words failed after $took s, see above and $PWD/$log. Mend that and run it again."
    fi
    say "  $words: done in $took s"
}

# Shows that it goes on, as long as that process does.
tick() {
    while kill -0 "$1" 2>/dev/null; do
        printf '\r  %s ... %s s' "$words" $(($(date +%s) - begin))
        sleep 1
    done
}

# --- Java ------------------------------------------------------------------------------------

# The version of a JDK, by its folder: 17 of 17.0.9 and 8 of 1.8.0. Nothing if it is none.
jdk_version() {
    [ -x "$1/bin/javac" ] && [ -x "$1/bin/java" ] || return 1
    version=$("$1/bin/javac" -version 2>&1) || return 1
    version=${version##*javac } version=${version#1.}
    version=${version%%[!0-9]*}
    [ "$version" ] && printf '%s' "$version"
}

is_new_enough() {
    found=$(jdk_version "$1") && [ "$found" -ge 17 ]
}

# Finds a JDK 17 or newer: JAVA_HOME, that of the PATH, any where systems install them; and sets JAVA_HOME to it.
find_jdk() {
    on_path=$(command -v javac) || on_path=''
    hops=0
    while [ -h "$on_path" ] && [ "$hops" -lt 40 ]; do
        hops=$((hops + 1))
        target=$(readlink "$on_path") || break
        case $target in
        /*) on_path=$target ;;
        *) on_path=${on_path%/*}/$target ;;
        esac
    done
    on_path=${on_path%/bin/javac}
    [ ! -x /usr/libexec/java_home ] || macos=$(/usr/libexec/java_home -v 17+ 2>/dev/null) || macos=''
    for jdk in "${JAVA_HOME-}" "$on_path" "${macos-}" /usr/lib/jvm/*; do
        if [ "$jdk" ] && is_new_enough "$jdk"; then
            JAVA_HOME=$jdk
            export JAVA_HOME
            return 0
        fi
    done
    return 1
}

# --- Packages --------------------------------------------------------------------------------

# Which package manager there is, or nothing.
manager() {
    for name in apt-get dnf zypper apk pacman brew; do
        if command -v "$name" >/dev/null; then
            printf '%s' "$name"
            return 0
        fi
    done
    return 1
}

# The one command that installs these packages here.
install_command() {
    case $(manager) in
    apt-get) printf 'apt-get install -y --no-install-recommends %s' "$*" ;;
    apk) printf 'apk add %s' "$*" ;;
    pacman) printf 'pacman -S --noconfirm --needed %s' "$*" ;;
    *) printf '%s install -y %s' "$(manager)" "$*" ;;
    esac
}

# The package of a JDK. Of Debian's and Ubuntu's versions each has one of these.
jdk_package() {
    case $(manager) in
    apt-get)
        for wanted in 17 21 25; do
            if apt-cache show "openjdk-$wanted-jdk-headless" >/dev/null 2>&1; then
                printf 'openjdk-%s-jdk-headless' "$wanted"
                return 0
            fi
        done
        printf default-jdk-headless
        ;;
    dnf) printf java-21-openjdk-devel ;;
    zypper) printf java-17-openjdk-devel ;;
    apk) printf openjdk17-jdk ;;
    pacman) printf jdk17-openjdk ;;
    brew) printf openjdk@17 ;;
    esac
}

# That command for a user who is not root, with the list of packages where there is none yet.
as_root() { # command
    before=''
    [ "$name" != apt-get ] || ls /var/lib/apt/lists/*Packages* >/dev/null 2>&1 || before='apt-get update'
    if command -v sudo >/dev/null; then
        printf '%s' "${before:+sudo $before && }sudo $1"
    else
        printf '%s' "su -c '${before:+$before && }$1'"
    fi
}

# Installs what is still missing, as root; otherwise names the one command. `missing` holds commands, and
# `packages` what brings them, with the word jdk for a JDK.
provide() {
    [ "$missing" ] || return 0
    name=$(manager) ||
        fail 78 "needs$missing and knows no package manager here. Install them (a JDK 17 or newer, JAVA_HOME set to it) and run it again."
    if [ "$name" = brew ]; then
        fail 78 "needs$missing. Type this, and run it again: $(install_command "$(named_packages)")"
    fi
    if [ "$(id -u)" -ne 0 ]; then
        fail 78 "needs$missing. Type this, and run it again: $(as_root "$(install_command "$(named_packages)")")"
    fi
    say "Installing with $name what is missing here:$missing"
    if [ "$name" = apt-get ]; then
        step "the list of packages" 75 apt-get -q update
    fi
    # shellcheck disable=SC2046
    step "what brings them" 75 env DEBIAN_FRONTEND=noninteractive $(install_command "$(named_packages)")
}

# `packages` on one line, with the name of the JDK.
named_packages() {
    line=''
    for package in $packages; do
        [ "$package" != jdk ] || package=$(jdk_package)
        case " $line " in
        *" $package "*) ;;
        *) line="$line${line:+ }$package" ;;
        esac
    done
    printf '%s' "$line"
}

missing='' packages=''

# Notes that a command is wanted, and the packages that bring it.
need() { # command, packages
    if ! command -v "$1" >/dev/null; then
        missing="$missing $1"
        shift
        packages="$packages $*"
    fi
}

# --- What a build needs ------------------------------------------------------------------------

need_to_build() {
    if ! find_jdk; then
        [ -z "${JAVA_HOME-}" ] || say "JAVA_HOME=$JAVA_HOME is no JDK 17 or newer."
        unset JAVA_HOME
        missing="$missing JDK-17-or-newer"
        packages="$packages jdk"
    fi
}

# The Maven of the wrapper. It is unpacked beside its place and renamed, so that no kill leaves half of one.
fetch_maven() {
    [ "${HOME-}" ] || HOME=$(getent passwd "$(id -u)" | cut -d: -f6)
    export HOME
    wrapper=${MAVEN_USER_HOME:-$HOME/.m2}/wrapper
    while IFS='=' read -r key value; do
        [ "$key" != distributionUrl ] || distribution=${value##*/}
    done <.mvn/wrapper/maven-wrapper.properties
    for maven in "$wrapper/dists/${distribution%-bin.zip}"/*/bin/mvn; do
        [ ! -x "$maven" ] || return 0
    done
    mkdir -p "$wrapper" || fail 73 "cannot make $wrapper. Make it, or set MAVEN_USER_HOME to a folder of yours."
    # What a killed one left; a younger one may be at work.
    find "$wrapper" -maxdepth 1 -name 'tmp.*' -mmin +60 -exec rm -rf {} +
    # The wrapper has the checksum of a .zip, and would look for another archive without unzip.
    step "fetching ${distribution%-bin.zip}" 75 env PATH="$PATH:$PWD/.ci/bin" TMPDIR="$wrapper" ./mvnw --version
}
