"""Tests of ``udfs/fields``: a column is declared once."""
