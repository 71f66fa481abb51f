"""汇总: what came in, class by class, for the officer's desk.

As a workbook and as a page for the browser; the calendar of what is due. All of it shows one document; nothing is judged here.
"""
