"""The LibreOffice extension in the real program: a window under Xvfb, driven as a user would and read through UNO."""
