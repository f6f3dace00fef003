@echo off
rem Runs hvsock from this folder on Windows; JAVA_HOME, or the java on the PATH, must be 22 or later.
setlocal
set "target=%~dp0hvsock-cli\target"
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
if not exist "%target%\lib" (
  echo hvsock: building, once... 1>&2
  pushd "%~dp0"
  call mvnw.cmd -q -B -Dmaven.test.skip=true -pl hvsock-cli -am package 1>&2 <nul
  if errorlevel 1 (
    echo hvsock: the build failed; try: mvnw.cmd -pl hvsock-cli -am package 1>&2
    popd
    exit /b 1
  )
  popd
)
for %%j in ("%target%\hvsock-cli-*.jar") do set "jar=%%~fj"
"%java%" -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp "%jar%" dev.hvsock.cli.Main %*
exit /b %errorlevel%
