"""Runs in Pyodide: what xlwings Lite sets before it loads the user's module, then every function and script through xlwings.

xlwings registers functions only where it serves them: it looks at these variables when it is imported, once.
"""

import os
import sys
from pathlib import Path

os.environ |= {"XLWINGS_ON_SERVER": "true", "XLWINGS_LICENSE_KEY": "noncommercial"}

import lite_calls

sys.argv = ["lite_calls", str(Path(lite_calls.__file__).parent), "2025-08-12"]
lite_calls.main()
