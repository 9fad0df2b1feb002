@echo off
rem Everything that a fresh clone needs; the .NET 10 SDK is the only prerequisite. build.sh has the same verbs.
rem
rem   build.cmd                  restore and build Release
rem   build.cmd demo             build, then index real data, map it in a second process and measure
rem   build.cmd test [args...]   build, then all tests; the last line states counts; args go to `dotnet test` (--filter ...)
rem   build.cmd bench [filter...] build, then the benchmarks whose name matches
rem   build.cmd bench scenario quick^|full^|NAME...   build, then this library against its peers; see docs/benchmarks.md
rem   build.cmd format           check the formatting that CI checks
setlocal EnableExtensions
cd /d "%~dp0" || exit /b 1

set DOTNET_CLI_TELEMETRY_OPTOUT=1
set DOTNET_NOLOGO=1
set DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
rem No build server outlives the script.
set MSBUILDDISABLENODEREUSE=1
set DOTNET_CLI_USE_MSBUILD_SERVER=0
set UseSharedCompilation=false

set verb=%~1
if "%verb%"=="" set verb=build
rem %* still holds the verb after a shift, so the arguments behind it are collected one by one.
set args=
shift
:collect
if "%~1"=="" goto collected
set args=%args% %1
shift
goto collect
:collected

for %%v in (help -h --help) do if /i "%verb%"=="%%v" goto help
for %%v in (build demo test bench format) do if /i "%verb%"=="%%v" goto sdk
echo build.cmd: unknown verb '%verb%' (build, demo, test, bench, format) 1>&2
exit /b 2

:help
echo build.cmd                  restore and build Release
echo build.cmd demo             build, then index real data, map it in a second process and measure
echo build.cmd test [args...]   build, then all tests; the last line states counts; args go to 'dotnet test'
echo build.cmd bench [filter...] build, then the benchmarks whose name matches
echo build.cmd bench scenario quick^|full^|NAME...   build, then this library against its peers
echo build.cmd format           check the formatting that CI checks
exit /b 0

:sdk
where dotnet >nul 2>nul
if errorlevel 1 (
    echo build.cmd: the .NET 10 SDK is needed, and there is no 'dotnet' on the PATH. Get it from https://dotnet.microsoft.com/download/dotnet/10.0 1>&2
    exit /b 2
)
set major=
for /f "tokens=1 delims=." %%v in ('dotnet --version 2^>nul') do if not defined major set major=%%v
if not defined major set major=0
if %major% LSS 10 (
    echo build.cmd: the .NET 10 SDK is needed; 'dotnet' offers: 1>&2
    dotnet --list-sdks 1>&2
    echo build.cmd: get it from https://dotnet.microsoft.com/download/dotnet/10.0 1>&2
    exit /b 2
)
goto %verb%

:build
call :compile
exit /b %errorlevel%

:demo
call :compile || exit /b 1
dotnet artifacts\bin\SharedBuffers.Cli\release\sharedbuffers.dll demo%args%
exit /b %errorlevel%

:test
call :compile || exit /b 1
if exist artifacts\test-results rmdir /s /q artifacts\test-results
dotnet test SharedBuffers.Tests -c Release --no-build --results-directory artifacts\test-results --logger "trx;LogFileName=tests.trx"%args%
set code=%errorlevel%
rem The trx file counts every outcome: what ran and did not pass failed, what did not run was skipped. No test run at all is a failure.
powershell -NoProfile -Command "$c = if (Test-Path artifacts\test-results\tests.trx) { ([xml](Get-Content artifacts\test-results\tests.trx)).TestRun.ResultSummary.Counters }; $t = [int]$c.total; $e = [int]$c.executed; $p = [int]$c.passed; Write-Host ('{0} passed, {1} failed, {2} skipped' -f $p, ($e - $p), ($t - $e)); if ($e -eq 0) { exit 1 }"
if errorlevel 1 exit /b 1
if not "%code%"=="0" exit /b 1
exit /b 0

:bench
call :compile || exit /b 1
dotnet artifacts\bin\SharedBuffers.Bench\release\SharedBuffers.Bench.dll%args%
exit /b %errorlevel%

:format
dotnet restore SharedBuffers.sln -v:quiet || exit /b 1
rem dotnet format loads the Debug generator; without it every generated view looks like a missing type.
dotnet build SharedBuffers.Generators -c Debug --no-restore -nodeReuse:false -v:quiet -clp:NoSummary || exit /b 1
dotnet format SharedBuffers.sln --verify-no-changes --no-restore
if errorlevel 1 (
    echo build.cmd: the formatting differs; 'dotnet format SharedBuffers.sln' repairs it 1>&2
    exit /b 1
)
echo formatting: no differences
exit /b 0

:compile
dotnet build SharedBuffers.sln -c Release -nodeReuse:false -v:minimal
if errorlevel 1 (
    echo build.cmd: the build failed 1>&2
    exit /b 1
)
exit /b 0
