"""The rules inside the workbook: their formulas on 参数, the paint, the validations, the messages, the band of figures.

The formulas themselves are worded in udfs/native; this room gives them cells, names and sheets.
"""
