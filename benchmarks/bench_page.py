"""The page in Chromium and Firefox: how large it is, how long it takes to answer, how much memory its tab holds.

``python -m benchmarks.bench_page`` prints the figures of docs/page.md; the exit code is 1 if Chromium is over a limit. Seconds
are by the clock, as a person waits; memory is the proportional share (PSS) of the largest process that the browser has begun,
which is the one that holds the tab.
"""

from __future__ import annotations

import contextlib
import os
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
from workbooks.templates.entering import entered

LIMITS: Mapping[str, float] = {
    "whole page, MB": 55, "without printing, MB": 12, "first findings, s": 3, "a later check of 300 people, s": 0.3,
    "tab with the typesetter, MB": 600,
}  # fmt: skip
DAY = "2025-08-12"
AGAIN = 5
PEOPLE = 300
READY = f"held.report !== null && {IDLE}"
OPENED = f"document.readyState === 'complete' && typeof held !== 'undefined' && {IDLE} && facts !== null"
BROWSERS: Mapping[str, Callable[[Path], Browser]] = {"Chromium": Chromium, "Firefox": Firefox}


def waited(browser: Browser, work: Callable[[], object], ready: str = READY) -> tuple[float, float]:
    """Seconds until the page reports, within 20 ms, that no work is left; and the processor seconds in the meantime."""
    first = browser.process.pid  # type: ignore[attr-defined]
    begun, used = time.perf_counter(), processor(first)
    work()
    browser.until(ready)
    return time.perf_counter() - begun, processor(first) - used


def opened(browser: Browser, book: Path) -> None:
    browser.run("held.report = null; 0")
    browser.choose("#class-file", [book])


def again(browser: Browser) -> None:
    browser.run("held.report = null; checked(); 0")


def below(first: int) -> list[Path]:
    """What the kernel tells of a process and of every one that it has begun."""
    known = {first}
    for path in sorted(Path("/proc").glob("[0-9]*"), key=lambda path: int(path.name)):
        with contextlib.suppress(OSError):
            if int((path / "stat").read_text().rpartition(")")[2].split()[1]) in known:
                known.add(int(path.name))
    return [Path("/proc") / str(one) for one in sorted(known)]


def processor(first: int) -> float:
    """Seconds of the processor that the browser has used."""
    used = 0
    for path in below(first):
        with contextlib.suppress(OSError):
            used += sum(map(int, (path / "stat").read_text().rpartition(")")[2].split()[11:13]))
    return used / os.sysconf("SC_CLK_TCK")


def memory_of_the_tab(first: int) -> float:
    """MB of the largest process that the browser has begun."""
    found = []
    for path in below(first)[1:]:
        with contextlib.suppress(OSError):
            lines = (path / "smaps_rollup").read_text().splitlines()
            found += [int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith("Pss:")]
    return max(found)


def figures(kind: Callable[[Path], Browser], page: Path, folder: Path, small: Path, large: Path) -> dict[str, float]:
    browser = kind(folder)
    first = browser.process.pid  # type: ignore[attr-defined]
    made: dict[str, float] = {}

    def noted(what: str, took: tuple[float, float]) -> None:
        made[f"{what}, s"], made[f"{what}, s of the processor"] = took

    try:
        noted("opening to ready", waited(browser, lambda: browser.open(page), OPENED))
        browser.run(f"byId('today').value = '{DAY}'")
        noted("first check", waited(browser, lambda: opened(browser, small)))
        made["first findings, s"] = made["opening to ready, s"] + made["first check, s"]
        waited(browser, lambda: opened(browser, large))
        noted("a later check of 300 people", min(waited(browser, lambda: again(browser)) for _ in range(AGAIN)))
        made["tab after checking, MB"] = memory_of_the_tab(first)
        waited(browser, lambda: opened(browser, small))
        for what in ("first export", "export again"):
            noted(what, waited(browser, lambda: browser.run("exported(false).then(() => 0)")))
        made["tab with the typesetter, MB"] = memory_of_the_tab(first)
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
