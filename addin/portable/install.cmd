@echo off
rem Makes a Python environment of this user's own from the wheels beside this file and installs the Excel add-in. No administrator,
rem no internet. Plain ASCII: cmd.exe reads a script in the code page of the machine. What users read, install.py says.
setlocal DisableDelayedExpansion
pushd "%~dp0" || exit /b 2
call :look
if not defined PYTHON call :setup
if not defined PYTHON goto none
%PYTHON% -I -B -X utf8 install.py
set "CODE=%ERRORLEVEL%"
goto end

:look
rem The places of python.org's installers, then its launcher.
set "PYTHON="
call :take "%LOCALAPPDATA%\Programs\Python\Python313\python.exe"
call :take "%ProgramFiles%\Python313\python.exe"
call :take "%LOCALAPPDATA%\Python\pythoncore-3.13-64\python.exe"
if defined PYTHON exit /b 0
py -3.13 -c "" >nul 2>nul && set "PYTHON=py -3.13"
exit /b 0

:take
if not defined PYTHON if exist %1 set PYTHON=%1
exit /b 0

:setup
rem Python's own installer, where the helper has put it into this folder: for this user only.
for %%F in (python-3.13*-amd64.exe) do "%%F" /passive InstallAllUsers=0 Include_test=0 Shortcuts=0
call :look
exit /b 0

:none
set "CODE=2"
start "" notepad.exe readme.txt
goto end

:end
popd
if not defined GAOYAN_QUIET pause
exit /b %CODE%
