"""Tests of ``workbooks/attendance`` and ``macros/attendance``; the makers of the sheets they read."""
