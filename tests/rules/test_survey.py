"""附件6: A6-01 to A6-05. The sample class has 52 trainees: 52 issued, 50 returned, 48 valid."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from tests.rules.cases import fires, silent, with_row
from tests.sample import sample_class
from udfs.records.class_file import ClassFile, SurveyForms

Build = Callable[[], ClassFile]


def item(index: int = 0, **fields: Any) -> ClassFile:
    return with_row(sample_class(), "survey", index, **fields)


def forms(**counts: Any) -> ClassFile:
    c = sample_class()
    return c.changed(forms=c.forms.changed(**counts))


def empty() -> ClassFile:
    c = sample_class()
    nothing = {"very_satisfied": None, "satisfied": None, "neutral": None, "dissatisfied": None}
    return c.changed(survey=tuple(row.changed(**nothing) for row in c.survey), forms=SurveyForms())


fires("A6-01", "one form too many", partial(item, very_satisfied=43), at=("附件6!C4",), says=("课程设置", "49", "48", "相差1"))
fires("A6-01", "one form too few", partial(item, very_satisfied=41), count=1)
fires("A6-01", "an item left empty", lambda: item(2, very_satisfied=None, satisfied=None, neutral=None, dissatisfied=None))
fires("A6-01", "text", partial(item, satisfied="5人"), at=("附件6!D4",), says=("5人",))
fires("A6-01", "below nothing", partial(item, very_satisfied=43, dissatisfied=-1), at=("附件6!F4",))
fires("A6-01", "half a form", partial(item, neutral=0.5, dissatisfied=0.5))
fires("A6-01", "the valid forms miscounted: one message", partial(forms, valid=47), at=("附件6!B3",), says=("47", "11个", "48"))
silent("A6-01", "all add up", sample_class)
silent("A6-01", "nothing filled in", empty, skipped=True)
silent("A6-01", "no valid forms stated: stated there", partial(forms, valid=None), also=("A6-02",))

fires("A6-02", "one spare form", partial(forms, issued=53), at=("附件6!B1",), says=("53", "52"), severity="query")
fires("A6-02", "more returned than issued", partial(forms, returned=53), at=("附件6!B2",), severity="error")
fires("A6-02", "more valid than returned", partial(forms, valid=51), at=("附件6!B3",), says=("51", "50"), count=1)
fires("A6-02", "not stated", partial(forms, issued=None), at=("附件6!B1",), says=("未填写",))
fires("A6-02", "text", partial(forms, returned="50份"), says=("不是份数",))
fires("A6-02", "few returned, many valid: one message", partial(forms, returned=5), count=1)
silent("A6-02", "not stated, and the class has not ended", lambda: forms(issued=None).changed(stage="开班前"))
fires("A6-02", "typed wrongly before the class has ended", lambda: forms(returned=53).changed(stage="开班前"))
silent("A6-02", "all equal", lambda: all_equal())
silent("A6-02", "falling", sample_class)
silent("A6-02", "nothing filled in", empty, skipped=True)


def all_equal() -> ClassFile:
    c = forms(issued=52, returned=52, valid=52)
    return c.changed(survey=tuple(row.changed(very_satisfied=row.very_satisfied + 4) for row in c.survey))


# 课程设置: 42 + 5 of 48 are satisfied: 97.91666… %
for stated in (0.979166666666667, 0.98, 0.979, 47 / 48, 97.9, 97.92, "97.9%", "98%", "97.92％", "0.98", 0.9792, 0.97917):
    silent("A6-03", f"stated as {stated!r}", partial(item, rate=stated))
for stated in (0.97, 0.978, 0.9791, 97.91, "97.91%", "97%", 0, 1, "很高", 120, "970%"):
    fires("A6-03", f"stated as {stated!r}", partial(item, rate=stated), at=("附件6!G4",), says=("97.92%",))
silent("A6-03", "not stated", sample_class)
silent("A6-03", "the counts do not add up: stated there", partial(item, very_satisfied=41, rate=0.98), also=("A6-01",))

fires("A6-04", "41 of 52", lambda: returned(41), at=("附件6!B2",), says=("52", "41", "80.00%", "42份"))
silent("A6-04", "42 of 52", lambda: returned(42))
fires("A6-04", "39 of 50", lambda: returned(39, 50))
silent("A6-04", "40 of 50 is just 80%", lambda: returned(40, 50))


def returned(count: int, issued: int = 52) -> ClassFile:
    c = forms(issued=issued, returned=count, valid=count)
    less = 48 - count
    return c.changed(survey=tuple(row.changed(very_satisfied=row.very_satisfied - less) for row in c.survey))


STRAIGHT, VARIED = ("很满意",) * 11, ("很满意",) * 10 + ("满意",)


def answered(straight: int, varied: int) -> ClassFile:
    return sample_class().changed(answers=(STRAIGHT,) * straight + (VARIED,) * varied)


fires("A6-05", "25 of 48", lambda: answered(25, 23), at=("附件6!B3",), says=("48份", "25份", "很满意"))
silent("A6-05", "24 of 48 is just half", lambda: answered(24, 24))
silent("A6-05", "23 of 48", lambda: answered(23, 25))
silent("A6-05", "one answer is no line", lambda: sample_class().changed(answers=(("满意", "", ""),) * 3))
silent("A6-05", "no raw answers", sample_class, skipped=True)
