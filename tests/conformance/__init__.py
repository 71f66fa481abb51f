"""The macros over three hosts: closed files, LibreOffice, and xlwings' own remote engine. Same workbook in, same cells out."""
