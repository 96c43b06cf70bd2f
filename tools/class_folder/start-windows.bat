@echo off
rem Starts Handwriting App from this folder; see README.txt.
for %%v in (3.14 3.13 3.12 3.11) do (
    py -%%v -c "" >nul 2>&1 && (
        py -%%v "%~dp0start.py" %*
        exit /b
    )
)
python -c "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))" >nul 2>&1 && (
    python "%~dp0start.py" %*
    exit /b
)
echo Handwriting App needs Python 3.11 to 3.14, and there is none on this machine.
pause
exit /b 1
