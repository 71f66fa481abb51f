"""The same functions and buttons in xlwings Lite: Excel on Windows, on a Mac and in the browser, without Python installed."""
