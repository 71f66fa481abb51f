"""Tests of ``addin/xlam``: the add-in file, its VBA project and its ribbon."""
