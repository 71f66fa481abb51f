"""Tests of ``udfs/report``."""
