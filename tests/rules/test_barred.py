"""A3-13: expenses that the notice bars to everybody, and those that only the fee regulation bars."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from tests.rules.cases import fires, silent, with_accounts, with_project, with_row
from tests.rules.changed_accounts import municipal, national
from udfs.records.class_file import ClassFile
from udfs.schedule.period import period_text


def spent(summary: str, subsidised: bool = False, days: int = 5) -> ClassFile:
    c = national() if subsidised else municipal()
    c = with_row(c, "expenses", 0, summary=summary)
    return c if days == 5 else lasting(c, days)


def lasting(c: ClassFile, days: int) -> ClassFile:
    assert c.start is not None
    end = c.start + timedelta(days=days - 1)
    return with_accounts(with_project(c, end=end), period=period_text(c.start, end))


for word in (
    "旅游", "景区", "门票", "宴请", "会餐", "聚餐", "招待", "香烟", "白酒", "礼品", "纪念品", "土特产", "广告", "娱乐", "健身",
    "高尔夫",
    "KTV",
):  # fmt: skip
    for subsidised in (True, False):
        fires("A3-13", f"摘要 {word} {subsidised}", partial(spent, f"学员{word}", subsidised),
              at=("费用明细!D4",), severity="query", says=("各类项目都不得列支",))  # fmt: skip
for word in (
    "洗漱用品", "洗漱包", "会议费", "公务接待", "固定资产", "笔记本电脑", "打印机", "复印机", "传真机", "考察", "调研", "参观",
):  # fmt: skip
    fires("A3-13", f"摘要 {word} subsidised", partial(spent, f"购{word}", True), at=("费用明细!D4",), severity="query",
          says=(word,))  # fmt: skip
    fires("A3-13", f"摘要 {word} own money", partial(spent, f"购{word}"), at=("费用明细!D4",), severity="hint",
          says=("参照", word))  # fmt: skip
fires("A3-13", "both kinds in one text", partial(spent, "礼品、洗漱包"), count=2, says=("礼品",))
fires("A3-13", "a visit in a class of seven days", partial(spent, "参观", days=7), severity="hint")
silent("A3-13", "a visit in a class of eight days", partial(spent, "参观", days=8))
fires("A3-13", "备注", partial(municipal, notes={"伙食费": "含欢迎宴请"}), at=("附件3!C8",), says=("伙食费", "宴请"))
fires("A3-13", "项目", lambda: with_row(municipal(), "expenses", 0, item="招待"), also=("FY-01",), at=("费用明细!C4",))
fires("A3-13", "the allowed words cut out, the rest is barred",
      lambda: with_row(municipal(), "expenses", 4, summary="现场教学景区门票"), says=("景区、门票",))  # fmt: skip
fires("A3-13", "with spaces between", lambda: with_row(municipal(), "expenses", 4, summary="旅 游 费"))
for words in (
    "现场教学用车", "酒店会议室", "烟台专家交通", "酒泉专家交通", "医用酒精", "广告法讲义", "烟气治理讲义", "招待所住宿费",
    "旅游学院教室租金", "旅游大巴", "打印机耗材", "现场教学参观",
):  # fmt: skip
    silent("A3-13", words, partial(spent, words, True))
silent("A3-13", "收款单位 is not read", lambda: with_row(municipal(), "expenses", 0, payee="天津旅游酒业有限公司"))
silent("A3-13", "a remark of another kind", partial(municipal, notes={"住宿费": "标准间", "合计": None}))
