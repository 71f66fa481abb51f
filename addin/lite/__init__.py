"""xlwings Lite as a host: functions and buttons in Excel on Windows, Mac and the web without a Python installation."""
