"""Commands of one class's workbook, from ``new`` to ``undo``: what an organiser runs."""
