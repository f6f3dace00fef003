@echo off
rem Runs hvsock from this folder on Windows: finds a JDK, builds what is missing, and starts the tool. What has changed since is built by
rem mvnw.cmd -Dmaven.test.skip=true -pl hvsock-cli -am package
rem Data goes through standard input and output, so whatever is said here is said on standard error.
setlocal EnableExtensions DisableDelayedExpansion
set "here=%~dp0"
set "target=%here%hvsock-cli\target"

rem What the user has chosen comes first, if it is new enough.
set "jdk="
if defined JAVA_HOME call :consider "%JAVA_HOME%"
for %%j in (java.exe) do if not "%%~$PATH:j"=="" call :consider "%%~dp$PATH:j.."
for %%d in (Java "Eclipse Adoptium" Microsoft Zulu) do call :search "%ProgramFiles%\%%~d"
call :search "%USERPROFILE%\.jdks"
if not defined jdk (
  echo hvsock: no JDK 22 or later was found; install one from https://adoptium.net, or set JAVA_HOME 1>&2
  exit /b 3
)

if exist "%target%\lib" goto built
echo hvsock: building, once... 1>&2
set "JAVA_HOME=%jdk%"
pushd "%here%"
call mvnw.cmd -q -B -Dmaven.test.skip=true -pl hvsock-cli -am package 1>&2 <nul
if errorlevel 1 (
  popd
  echo hvsock: the build failed; try: mvnw.cmd -pl hvsock-cli -am package 1>&2
  exit /b 1
)
popd
:built
set "jar="
pushd "%target%"
for %%j in (hvsock-cli-*.jar) do set "jar=%target%\%%j"
popd

rem Which compiler takes what when, and why: as in the script beside this one.
set "late=-XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=6000 -XX:Tier4CompileThreshold=150000 -XX:Tier4BackEdgeThreshold=400000"
set "soon=-XX:CompileCommand=quiet -XX:CompileCommand=CompileThresholdScaling,sun.security.provider.DigestBase::implCompressMultiBlock0,0.01"
set "compiler=-XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=10"
for %%c in (demo perf) do if "%~1"=="%%c" set "compiler="
for %%c in (send receive serve get put) do if "%~1"=="%%c" set "compiler=%late% %soon%"
"%jdk%\bin\java.exe" -XX:+UseSerialGC -Xms48m -Xmn32m -Xmx256m -XX:-UsePerfData --enable-native-access=ALL-UNNAMED %compiler% %HVSOCK_JAVA_OPTS% -cp "%jar%" dev.hvsock.cli.Main %*
exit /b %errorlevel%

rem Looks into the folders of folder %1, if there is such a one.
:search
if not exist "%~1" exit /b
pushd "%~1"
for /d %%d in (*) do call :consider "%~1\%%d"
popd
exit /b

rem Takes folder %1 for the JDK if none has been found yet, and it is one, and new enough.
:consider
if defined jdk exit /b
if not exist "%~1\bin\javac.exe" exit /b
if not exist "%~1\release" exit /b
for /f "usebackq tokens=1,2 delims==" %%a in ("%~1\release") do if "%%a"=="JAVA_VERSION" call :check "%~1" %%b
exit /b

rem Takes folder %1 for the JDK if version %2 is new enough.
:check
for /f "delims=.-+ " %%v in ("%~2") do if %%v GEQ 22 set "jdk=%~1"
exit /b
