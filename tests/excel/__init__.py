"""Tests of ``addin/excel``: the desk in front of Excel, its dialogs, long work."""
