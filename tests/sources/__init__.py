"""Tests of ``workbooks/sources``: files as blocks of cells, whoever wrote them."""
