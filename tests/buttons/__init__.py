"""Tests of ``addin/buttons``: what the buttons do to a workbook, on a desk that answers by itself."""
