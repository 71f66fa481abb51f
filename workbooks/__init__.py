"""Where each record stands in a workbook: forms, templates, reading, lossless writing, printing."""
