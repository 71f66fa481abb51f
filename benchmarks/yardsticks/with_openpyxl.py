"""openpyxl loads; with a second argument it saves there too."""

import sys

import openpyxl

book = openpyxl.load_workbook(sys.argv[1])
if len(sys.argv) > 2:
    book["附件4"]["B4"] = "甲"
    book.save(sys.argv[2])
