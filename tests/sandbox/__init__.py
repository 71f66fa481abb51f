"""Tests of ``workbooks/sandbox``: files of strangers read in a process of its own."""
