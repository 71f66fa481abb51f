"""``python docs/make_benchmark_plot.py``: docs/benchmarks.json, as bench_beside wrote it, as docs/pictures/beside.svg."""

from __future__ import annotations

import json
from pathlib import Path

HERE = Path(__file__).parent
WIDE, LABEL, HIGH = 720, 150, 20


def bars(title: str, measured: dict[str, float], top: int) -> tuple[str, int]:
    """One block of bars, and where the next begins."""
    most = max(measured.values())
    lines = [f'<text x="8" y="{top + 14}" font-weight="bold">{title}</text>']
    top += HIGH
    for name, seconds in sorted(measured.items(), key=lambda one: one[1]):
        long = seconds / most * (WIDE - LABEL - 90)
        colour = "#0b57a4" if name.startswith("gaoyan") else "#9aa5b1"
        lines.append(f'<text x="{LABEL - 8}" y="{top + 14}" text-anchor="end">{name}</text>')
        lines.append(f'<rect x="{LABEL}" y="{top + 3}" width="{long:.1f}" height="{HIGH - 6}" fill="{colour}"/>')
        lines.append(f'<text x="{LABEL + long + 6:.1f}" y="{top + 14}">{seconds:.2f} s</text>')
        top += HIGH
    return "\n".join(lines), top + 10


def main() -> None:
    found = json.loads((HERE / "benchmarks.json").read_text(encoding="utf-8"))
    blocks, top = [], 6
    for what, words in (("check", "checking {} people, a whole process"), ("write", "writing back, {} people")):
        for people, measured in found[what].items():
            block, top = bars(words.format(people), measured, top)
            blocks.append(block)
    reported = (
        f"Python {found['python']}, {found['clock']}, medians of {found['rounds']} round(s), load {found['load']} on two cores"
    )
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {top + 24}" font-family="sans-serif" font-size="12">'
    foot = f'<text x="8" y="{top + 14}" fill="#555">{reported}</text>\n</svg>\n'
    page = "\n".join([head, f'<rect width="{WIDE}" height="{top + 24}" fill="#fff"/>', *blocks, foot])
    (HERE / "pictures" / "beside.svg").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
