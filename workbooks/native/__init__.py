"""The rules inside the workbook: formulas on 参数, conditional formats, validations, messages, the band of figures.

The formulas are defined in ``udfs/native``; this package assigns them cells, names and sheets.
"""
