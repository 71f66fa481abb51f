"""Reports on ``survey``, as text and as JSON. Forms are identified by file and row, never by person."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from addin.terminal import streams
from macros.annexes.survey import FormRemark, SurveyResult
from udfs.records.class_file import SURVEY_LEVELS
from udfs.records.masking import mask_text
from udfs.survey.questionnaire import CODES, answer_word
from udfs.survey.satisfaction import rounded
from udfs.values.headings import SURVEY_ITEM, SURVEY_RATE

NAMED = 20
"""Maximum number of forms listed per kind."""


def percent(rate: Fraction | None) -> str:
    return "" if rate is None else f"{rounded(rate, 4) * 100:.2f}%"


def show(result: SurveyResult, dry_run: bool) -> None:
    """The assignment of columns, the table of 附件6, invalid forms, and forms with a single level throughout."""
    show_columns(result)
    show_table(result)
    share = percent(Fraction(result.returned, result.issued)) if result.issued else ""
    issued = f"发放 {result.issued} 份，" if result.issued else ""
    came = f"回收 {result.returned} 份" + (f"（回收率 {share}）" if share else "")
    streams.say(f"{issued}{came}，有效 {result.valid} 份；总满意率 {percent(result.rate)}", style="bold")
    if result.issued and result.returned > result.issued:
        streams.say("回收多于发放：请用 --issued 说明发放份数，或核对是否重复导出", style="yellow")
    show_named("未计入的答卷", result.invalid)
    show_named("全卷同一等级的答卷（已计入，请了解是否认真填答）", result.straight)
    if not result.kept and not dry_run:
        streams.say("附件6旁没有存放答卷的位置（或答卷太多），核验时不检查是否多数全卷同一等级", style="dim")
    if dry_run:
        streams.say("以上只是预览，文件未作改动")
    elif not result.cells:
        streams.say("附件6已是这个结果，未作改动")
    else:
        streams.say(f"已填好附件6：写入 {result.cells} 个单元格")


def show_columns(result: SurveyResult) -> None:
    """Each source with its columns and the meaning of its words."""
    for questionnaire, scale in zip(result.questionnaires, result.scales, strict=True):
        sheet = f"“{questionnaire.sheet}”" if questionnaire.sheet else ""
        streams.say(f"{mask_text(questionnaire.source)}{sheet}：{len(questionnaire.forms)} 份", style="bold")
        columns = [f"{one.letters}→{one.item}" + ("（相近）" if one.how == "题目相近" else "") for one in questionnaire.questions]
        streams.say_wrapped(f"  各列：{'、'.join(columns)}")
        used = {word for answer in questionnaire.answers if (word := answer_word(answer)) in scale}
        words = [f"{word}→{level}" for word, level in scale.items() if word != level and word in used]
        if words:
            streams.say_wrapped(f"  等级：{'、'.join(words)}")
        codes = [word for word in used & CODES.keys() if CODES[word] < len(SURVEY_LEVELS)]
        if codes and all(scale[word] == SURVEY_LEVELS[CODES[word]] for word in codes):
            best, worst = SURVEY_LEVELS[0], SURVEY_LEVELS[-1]
            streams.say_wrapped(
                f"  序号按测评表的顺序，1（A）为{best}；如果1（A）是{worst}，请加 --first {worst}", style="yellow"
            )
        if questionnaire.left:
            streams.say_wrapped(f"  未统计的列：{'、'.join(mask_text(one)[:20] for one in questionnaire.left)}", style="dim")


def show_table(result: SurveyResult) -> None:
    from rich.table import Table

    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column(SURVEY_ITEM, overflow="fold")
    for level in (*SURVEY_LEVELS, SURVEY_RATE):
        table.add_column(level, justify="right")
    for one in result.items:
        table.add_row(one.item, *(str(one.counts[level]) for level in SURVEY_LEVELS), percent(one.rate))
    streams.put(table)


def show_named(title: str, forms: Sequence[FormRemark]) -> None:
    if not forms:
        return
    streams.say(f"{title}：{len(forms)} 份")
    for one in forms[:NAMED]:
        streams.say_wrapped(f"  {mask_text(str(one.origin))}：{mask_text(one.what)}")
    if len(forms) > NAMED:
        streams.say(f"  另有 {len(forms) - NAMED} 份，见 --json")


def document(book: str, result: SurveyResult, dry_run: bool) -> dict[str, object]:
    """The result as JSON; shares as exact text to a hundredth of a per cent."""

    def named(forms: Sequence[FormRemark]) -> list[dict[str, object]]:
        return [
            {"source": mask_text(one.origin.source), "sheet": one.origin.sheet, "row": one.origin.row, "why": mask_text(one.what)}
            for one in forms
        ]

    return {
        "book": book,
        "dry_run": dry_run,
        "issued": result.issued,
        "returned": result.returned,
        "valid": result.valid,
        "rate": percent(result.rate) or None,
        "items": [{"item": one.item, "counts": dict(one.counts), "rate": percent(one.rate) or None} for one in result.items],
        "columns": [
            {"source": mask_text(one.source), "sheet": one.sheet, "column": question.letters, "item": question.item,
             "how": question.how}
            for one in result.questionnaires
            for question in one.questions
        ],
        "levels": [dict(scale) for scale in result.scales],
        "invalid": named(result.invalid),
        "straight": named(result.straight),
        "kept": result.kept,
        "cells": result.cells,
    }  # fmt: skip
