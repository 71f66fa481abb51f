"""The page in Chromium and Firefox: how large it is, how long it takes to answer, how much memory its tab holds.

``python -m benchmarks.bench_page`` prints the figures of docs/page.md; the exit code is 1 if Chromium is over a limit. Seconds
are by the clock, as a person waits; memory is the proportional share (PSS) of the largest process that the browser has begun,
which is the one that holds the tab.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from addin.browser.building import built_page
from addin.browser.packing import packed
from addin.browser.parts import cache, gathered
from tests.page.chromium import Chromium
from tests.page.firefox import Firefox
from tests.page.person import IDLE, Browser
from udfs.sample import sample_class
from workbooks.entering import entered

LIMITS: Mapping[str, float] = {
    "whole page, MB": 55, "without printing, MB": 12, "first findings, s": 3, "a later check of 300 people, s": 0.3,
    "tab with the typesetter, MB": 600,
}  # fmt: skip
DAY = "2025-08-12"
AGAIN = 5
PEOPLE = 300
BROWSERS: Mapping[str, Callable[[Path], Browser]] = {"Chromium": Chromium, "Firefox": Firefox}


def waited(browser: Browser, work: Callable[[], object]) -> float:
    """Seconds until nothing is being worked on any more, told by the page within 20 ms."""
    begun = time.perf_counter()
    work()
    browser.until(f"held.report !== null && {IDLE}")
    return time.perf_counter() - begun


def opened(browser: Browser, book: Path) -> None:
    browser.run("held.report = null; 0")
    browser.choose("#class-file", [book])


def memory_of_the_tab(first: int) -> float:
    """MB of the largest process below ``first``."""
    below, found = {first}, []
    for path in sorted(Path("/proc").glob("[0-9]*"), key=lambda path: int(path.name)):
        try:
            parent = int((path / "stat").read_text().rpartition(")")[2].split()[1])
            if parent not in below:
                continue
            below.add(int(path.name))
            lines = (path / "smaps_rollup").read_text().splitlines()
            found.append(next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024 / 1e6)
        except (OSError, StopIteration):
            continue
    return max(found)


def figures(kind: Callable[[Path], Browser], page: Path, folder: Path, small: Path, large: Path) -> dict[str, float]:
    browser = kind(folder)
    try:
        made: dict[str, float] = {}
        begun = time.perf_counter()
        browser.open(page)
        browser.until(f"document.readyState === 'complete' && typeof held !== 'undefined' && {IDLE} && facts !== null")
        made["opening to ready, s"] = time.perf_counter() - begun
        browser.run(f"byId('today').value = '{DAY}'")
        made["first check, s"] = waited(browser, lambda: opened(browser, small))
        made["first findings, s"] = made["opening to ready, s"] + made["first check, s"]
        waited(browser, lambda: opened(browser, large))
        again = [waited(browser, lambda: browser.run("held.report = null; checked(); 0")) for _ in range(AGAIN)]
        made["a later check of 300 people, s"] = min(again)
        made["tab after checking, MB"] = memory_of_the_tab(browser.process.pid)  # type: ignore[attr-defined]
        waited(browser, lambda: opened(browser, small))
        made["first export, s"] = waited(browser, lambda: browser.run("exported(false).then(() => 0)"))
        made["export again, s"] = waited(browser, lambda: browser.run("exported(false).then(() => 0)"))
        made["tab with the typesetter, MB"] = memory_of_the_tab(browser.process.pid)  # type: ignore[attr-defined]
        return made
    finally:
        browser.close()


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        packs = packed(gathered(cache()), cache())
        page, small, large = folder / "高研.html", folder / "六十人.xlsx", folder / "三百人.xlsx"
        page.write_bytes(built_page(packs))
        small.write_bytes(entered(sample_class()))
        large.write_bytes(entered(sample_class(trainees=PEOPLE)))
        sizes = {
            "whole page, MB": page.stat().st_size / 1e6,
            "without printing, MB": len(built_page(packs, printing=False)) / 1e6,
        }
        over = []
        for browser, kind in BROWSERS.items():
            found = (sizes if browser == "Chromium" else {}) | figures(kind, page, folder / browser, small, large)
            print(browser)
            for what, value in found.items():
                print(f"  {value:8.2f}  {what}{f' (limit {LIMITS[what]:g})' if what in LIMITS else ''}", flush=True)
            over += [what for what, value in found.items() if browser == "Chromium" and value > LIMITS.get(what, value)]
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
