"""Tests of ``addin/lite``: the wheel and the script of xlwings Lite."""
