"""Runs in Pyodide: imports what xlwings Lite will, asks every cell function, checks a class, and prints the answers as JSON."""

import json
import sys
import time
from datetime import date
from typing import Any

begun = time.perf_counter()
import pydantic  # noqa: E402
import xlwings  # noqa: E402

from udfs.functions import catalogue as functions  # noqa: E402
from udfs.functions.examples import CASES  # noqa: E402
from udfs.functions.registry import FUNCTIONS  # noqa: E402
from udfs.rules.runner import check  # noqa: E402
from udfs.sample import sample_class  # noqa: E402

assert functions


def as_json(answer: Any) -> Any:
    return answer.isoformat() if isinstance(answer, date) else answer


sound = sample_class()
broken = sound.changed(people=(sound.people[0].changed(phone="123"), *sound.people[1:]))
report = check(broken)
first = time.perf_counter()
check(broken)
heavy = sorted({name.partition(".")[0] for name in sys.modules} & {"pandas", "openpyxl", "lxml", "sqlalchemy", "typst"})
print(
    json.dumps(
        {
            "platform": sys.platform,
            "pydantic": pydantic.VERSION,
            "xlwings": xlwings.__version__,
            "answers": [as_json(FUNCTIONS[name].call(*given)) for name, given, _ in CASES],
            "findings": [[one.key, one.code, one.message] for one in report.findings],
            "broken rules": [one.code for one in report.outcomes if one.status == "failed"],
            "heavy": heavy,
            "seconds to the first answer": round(first - begun, 2),
            "seconds to check again": round(time.perf_counter() - first, 3),
        }
    )
)
