"""The browser's Python, run under Node: what xlwings Lite will meet, without a browser and without a network."""
