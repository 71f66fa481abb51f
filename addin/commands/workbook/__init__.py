"""Commands on the workbook of one class, from ``new`` to ``undo``, for organisers."""
