"""One module a sheet: what stands where on it.

How a form is described is said in the room above; nothing here reads or writes a workbook.
"""
