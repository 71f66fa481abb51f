"""Tests of ``udfs/values``."""
