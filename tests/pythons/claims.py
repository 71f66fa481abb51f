"""The pages and sentences that no hand writes: what is verified where, and how much it takes.

``python -m tests.pythons.claims`` (``make docs``): takes build/verified.json, which the last whole run wrote, over as
docs/verified.json, and writes the page and the sentences from it, from the declarations in claims.csv and from
docs/benchmarks.json. A row whose needs the record does not have says that it was not run, whatever is declared.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
RECORD, SPEEDS, RUN = ROOT / "docs" / "verified.json", ROOT / "docs" / "benchmarks.json", ROOT / "build" / "verified.json"
READMES: Mapping[str, str] = {"README.md": "", "README.zh-CN.md": "_zh"}
PAGE = "docs/verified.md"
HEADS: Mapping[str, tuple[str, str, str]] = {
    "": ("In English", "What is verified where", "How much it takes"),
    "_zh": ("中文", "在哪里验证过", "要多少时间"),
}
DOCS = ("docs/native.md", "docs/page.md", "docs/scale.md")
BLOCK = re.compile(r"<!-- (verified|speed|native|page|review|beside) -->\n.*?<!-- end -->\n", re.DOTALL)
WORDS = {
    "": {
        "head": "| what | how | state |", "here": "runs here", "not": "**not run by us**", "and": "; ",
        "suite": "Python {suite}, Linux", "suite_how": "the whole suite", "others": "Python {others}, Linux",
        "others_how": "every module, the rules, every command of this page, the demo from the wheel; every run",
        "missing": "Python {missing}", "missing_how": "there are wheels of all that the lock pins",
    },
    "_zh": {
        "head": "| 内容 | 方法 | 情况 |", "here": "在此运行", "not": "**我们没有运行过**", "and": "；",
        "suite": "Linux 上的 Python {suite}", "suite_how": "全部测试", "others": "Linux 上的 Python {others}",
        "others_how": "每个模块、规则、本页的每条命令、用安装包运行的演示，每次", "missing": "Python {missing}",
        "missing_how": "锁定的组件都有安装包",
    },
}  # fmt: skip


def verified(record: Mapping[str, Any], language: str) -> Iterator[str]:
    """The lines of the table "what is verified where"."""
    words = WORDS[language]
    yield words["head"]
    yield "|---|---|---|"
    for line in csv.DictReader((ROOT / "tests" / "pythons" / "claims.csv").open(encoding="utf-8", newline="")):
        has = set(line["needs"].split()) <= {"suite", *record["programs"]}
        besides = words["and"] + line[f"besides{language}"] if line[f"besides{language}"] else ""
        what, how = (
            line[f"{name}{language}"].replace("{LibreOffice}", record["programs"].get("LibreOffice", ""))
            for name in ("what", "how")
        )
        yield f"| {what} | {how} | {words['here'] + besides if has else words['not']} |"
    suite = ".".join(record["suite"].split(".")[:2])
    pythons = {"suite": [suite], "others": [one for one in record["pythons"] if one != suite]}
    pythons["missing"] = [one for one in record["not run"] if one.startswith("3.")]
    comma = "、" if language else ", "
    for kind, ones in pythons.items():
        if ones:
            state = words["not"] if kind == "missing" else words["here"]
            yield f"| {words[kind].format(**{kind: comma.join(ones)})} | {words[f'{kind}_how']} | {state} |"


def speeds(measured: Mapping[str, Any], language: str) -> Iterator[str]:
    """The lines of the table "how much it takes"; every number is one of docs/benchmarks.json."""
    check = " / ".join(f"{measured['check'][people]['gaoyan']:.2f}" for people in ("60", "300", "3000"))
    review, page = measured["review"], measured["page"]
    chromium, firefox = (median for _, median in page["打开到第一次结果"])
    first, unchanged = f"{review['first'][0]:.0f}", f"{review['unchanged'][0]:.1f}"
    if language:
        yield from ("| 两核空闲，按钟表 | |", "|---|---|")
        yield f"| `review`：10,000 个 60 人的工作簿，平均每个 | {first} 毫秒 |"
        yield f"| 没有变，再运行一次，平均每个 | {unchanged} 毫秒 |"
        yield f"| `check` 60 / 300 / 3,000 人，整个进程 | {check} 秒 |"
        yield f"| 网页，打开到第一次结果（在慢一些的电脑上） | {chromium} 秒（Chromium），{firefox} 秒（Firefox） |"
        return
    yield from ("| on two idle cores, by the clock | |", "|---|---|")
    yield f"| `review`: a workbook of 60 people, of 10,000 | {first} ms |"
    yield f"| the same with nothing changed | {unchanged} ms |"
    yield f"| `check` of 60 / 300 / 3,000 people, a whole process | {check} s |"
    yield f"| the page, opened to first findings (on a slower machine) | {chromium} s (Chromium), {firefox} s (Firefox) |"


def summary(record: Mapping[str, Any], language: str) -> str:
    """One sentence of what the last whole run had, and one of what nobody ran."""
    pythons = sorted(record["pythons"])
    programs = [f"{name} {version}" for name, version in record["programs"].items()]
    absent = [name for name in record["not run"] if name[:2] != "3." and not name.startswith("--")]
    missing = [name for name in record["not run"] if name.startswith("3.")]
    if language:
        more = f"；Python {'、'.join(missing)}" if missing else ""
        ran = f"最近一次完整的测试：Linux 上的 Python {'、'.join(pythons)}，{'、'.join(programs)}。"
        return f"{ran}\n**我们没有运行过**：{'、'.join(absent)}{more}。"
    more = f"; Python {', '.join(missing)}" if missing else ""
    ran = f"The last whole run of the tests: Python {', '.join(pythons)} on Linux, {', '.join(programs)}."
    return f"{ran}\n**Not run by us**: {', '.join(absent)}{more}."


def speed_summary(measured: Mapping[str, Any], language: str) -> str:
    """One sentence: a check, a review, the page."""
    check, review = f"{measured['check']['60']['gaoyan']:.2f}", measured["review"]
    first, unchanged, page = (
        f"{review['first'][0]:.0f}",
        f"{review['unchanged'][0]:.1f}",
        measured["page"]["打开到第一次结果"][0][1],
    )
    if language:
        each = f"汇总审核一万个工作簿，平均每个 {first} 毫秒，没有变的 {unchanged} 毫秒"
        return f"核验一期60人的班 {check} 秒；{each}；网页从打开到第一次结果 {page} 秒。"
    each = f"reviewing 10,000 of them {first} ms each, {unchanged} ms where nothing changed"
    return f"Checking a class of 60 takes {check} s, {each}; the page shows its first findings after {page} s."


def verified_page(record: Mapping[str, Any], measured: Mapping[str, Any]) -> str:
    """docs/verified.md, in both languages; links are those of a page in docs/."""
    lines = [
        "# What is verified where · 在哪里验证过",
        "",
        "Written by `make docs` from [verified.json](verified.json), which the last whole run",
    ]
    lines += [
        "of `make test` recorded, and [benchmarks.json](benchmarks.json). 由 `make docs` 按最近一次完整测试的记录生成。",
        "",
    ]
    for language, (name, tests, speed) in HEADS.items():
        lines += [f"## {name}: {tests}", *verified(record, language), "", f"## {name}: {speed}", *speeds(measured, language), ""]
    lines.append("More, and what has not been measured · 更多见 [scale.md](scale.md)")
    return "\n".join(lines).replace("](docs/", "](") + "\n"


def native(measured: Mapping[str, Any]) -> Iterator[str]:
    """Opening a workbook and typing into it in LibreOffice, by the rows that stand ready."""
    yield from ("| 秒 | 空白模板，60 / 300 / 1000 行 | 全部行填满，60 / 300 / 1000 行 |", "|---|---|---|")
    for what, columns in measured["native"].items():
        yield f"| {what} | {' | '.join(' / '.join(map(str, column)) for column in columns)} |"


def browsers(measured: Mapping[str, Any]) -> Iterator[str]:
    """The page in two browsers."""
    yield from ("| 秒，按钟表；最小 / 中位 | Chromium | Firefox |", "|---|---|---|")
    for what, columns in measured["page"].items():
        yield f"| {what} | {' | '.join(' / '.join(map(str, column)) for column in columns)} |"


def review(measured: Mapping[str, Any]) -> Iterator[str]:
    """A folder of workbooks reviewed."""
    words = {
        "first": "a workbook, first run (goal: 25 by the clock)", "unchanged": "the same with nothing changed (goal: 2)",
        "package": "a package with its PDFs (goal: 100 by the clock)",
    }  # fmt: skip
    yield from ("| milliseconds each | by the clock | of the processor |", "|---|---|---|")
    for key, what in words.items():
        yield f"| {what} | {' | '.join(map(str, measured['review'][key]))} |"


def beside(measured: Mapping[str, Any]) -> Iterator[str]:
    """Whole processes of gaoyan and of what a user would pick instead."""
    tools = ("gaoyan", "pandera", "frictionless", "pydantic", "openpyxl", "calamine")
    yield f"| people | {' | '.join(tools)} | findings written back: gaoyan | openpyxl load and save |"
    yield "|---" * (len(tools) + 3) + "|"
    for people, took in measured["check"].items():
        wrote = measured["write"][people]
        shown = [f"{one:.2f}" for one in (*(took[tool] for tool in tools), wrote["gaoyan"], wrote["openpyxl"])]
        yield f"| {int(people):,} | {' | '.join(shown)} |"


def page(name: str, record: Mapping[str, Any], measured: Mapping[str, Any]) -> str:
    """A README, or a page of docs/, with its sentences and tables as the record says."""
    language = READMES.get(name, "")
    written: Mapping[str, Callable[[], str]] = {
        "verified": lambda: summary(record, language), "speed": lambda: speed_summary(measured, language),
        "native": lambda: "\n".join(native(measured)), "page": lambda: "\n".join(browsers(measured)),
        "review": lambda: "\n".join(review(measured)), "beside": lambda: "\n".join(beside(measured)),
    }  # fmt: skip
    text = (ROOT / name).read_text(encoding="utf-8")
    return BLOCK.sub(lambda block: f"<!-- {block[1]} -->\n{written[block[1]]()}\n<!-- end -->\n", text)


def pages(record: Mapping[str, Any], measured: Mapping[str, Any]) -> dict[str, str]:
    """Everything that is written: name -> text."""
    return {PAGE: verified_page(record, measured), **{name: page(name, record, measured) for name in (*READMES, *DOCS)}}


def loaded(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def main() -> int:
    if RUN.exists():
        shutil.copyfile(RUN, RECORD)
    for name, written in pages(loaded(RECORD), loaded(SPEEDS)).items():
        path = ROOT / name
        if not path.exists() or written != path.read_text(encoding="utf-8"):
            path.write_text(written, encoding="utf-8", newline="\n")
            print(name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
