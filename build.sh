#!/bin/sh
# Everything that a fresh clone needs; the .NET 10 SDK is the only prerequisite. build.cmd has the same verbs.
#
#   ./build.sh                  restore and build Release
#   ./build.sh demo             build, then index real data, map it in a second process and measure
#   ./build.sh test [args…]     build, then all tests; the last line states counts; args go to `dotnet test` (--filter …)
#   ./build.sh bench [filter…]  build, then the benchmarks whose name matches
#   ./build.sh bench scenario quick|full|NAME…   build, then this library against its peers; see docs/benchmarks.md
#   ./build.sh format           check the formatting that CI checks
set -u

root=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P) || exit 1
cd "$root" || exit 1

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
# No build server outlives the script.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false

solution=SharedBuffers.sln
results=artifacts/test-results

fail() {
    echo "build.sh: $1" >&2
    exit "${2:-1}"
}

require_sdk() {
    command -v dotnet >/dev/null 2>&1 ||
        fail "the .NET 10 SDK is needed, and there is no 'dotnet' on the PATH. Get it from https://dotnet.microsoft.com/download/dotnet/10.0" 2
    # global.json decides which SDK runs; without a fitting one this fails.
    version=$(dotnet --version 2>/dev/null) || version=
    case ${version%%.*} in
        '' | *[!0-9]*) fits=no ;;
        *) if [ "${version%%.*}" -ge 10 ]; then fits=yes; else fits=no; fi ;;
    esac
    [ "$fits" = yes ] && return
    echo "build.sh: the .NET 10 SDK is needed; 'dotnet' offers:" >&2
    dotnet --list-sdks 2>/dev/null | sed 's/^/    /' >&2
    fail "get it from https://dotnet.microsoft.com/download/dotnet/10.0" 2
}

build() {
    dotnet build "$solution" -c Release -nodeReuse:false -v:minimal || fail "the build failed"
}

run_tests() {
    rm -rf "$results"
    dotnet test SharedBuffers.Tests -c Release --no-build --results-directory "$results" --logger "trx;LogFileName=tests.trx" "$@"
    code=$?

    total=0 executed=0 passed=0
    if [ -f "$results/tests.trx" ]; then
        counters=$(grep -o '<Counters [^>]*' "$results/tests.trx" | head -n 1)
        total=$(counter total) executed=$(counter executed) passed=$(counter passed)
    fi
    if [ "$executed" -eq 0 ]; then
        echo "build.sh: no test ran" >&2
        code=1
    fi
    echo "$passed passed, $((executed - passed)) failed, $((total - executed)) skipped"
    [ "$code" -eq 0 ] || exit 1
}

# The trx file counts every outcome: what ran and did not pass failed, what did not run was skipped.
counter() {
    value=$(echo "$counters" | sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p")
    echo "${value:-0}"
}

verb=${1:-build}
[ $# -gt 0 ] && shift
case $verb in
    build)
        require_sdk
        build
        ;;
    demo)
        require_sdk
        build
        exec dotnet artifacts/bin/SharedBuffers.Cli/release/sharedbuffers.dll demo "$@"
        ;;
    test)
        require_sdk
        build
        run_tests "$@"
        ;;
    bench)
        require_sdk
        build
        exec dotnet artifacts/bin/SharedBuffers.Bench/release/SharedBuffers.Bench.dll "$@"
        ;;
    format)
        require_sdk
        dotnet restore "$solution" -v:quiet || fail "restore failed"
        # dotnet format loads the Debug generator; without it every generated view looks like a missing type.
        dotnet build SharedBuffers.Generators -c Debug --no-restore -nodeReuse:false -v:quiet -clp:NoSummary || fail "the build failed"
        dotnet format "$solution" --verify-no-changes --no-restore || fail "the formatting differs; 'dotnet format $solution' repairs it"
        echo "formatting: no differences"
        ;;
    help | -h | --help)
        sed -n 's/^#   //p' "$root/build.sh"
        ;;
    *)
        sed -n 's/^#   //p' "$root/build.sh" >&2
        fail "unknown verb '$verb'" 2
        ;;
esac
