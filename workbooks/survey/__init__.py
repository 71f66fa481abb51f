"""Reads exports of survey sites of any layout: the raw answer of every form to every item of 附件6.

The answers are counted in ``udfs.survey``.
"""
