"""IronCalc as a second engine for the formulas of the workbook, and the faults of it that are known."""
