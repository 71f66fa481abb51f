"""项目信息: PRJ-13 to PRJ-17, what must have been asked for, approved and declared."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

from tests.rules.cases import fires, newest, silent, with_project
from tests.rules.changed_projects import END, START, municipal, national, with_online
from udfs.notice.packs import notice_years
from udfs.records.class_file import ClassFile

BEFORE = START - timedelta(days=1)

# PRJ-13
fires("PRJ-13", "one online trainee", lambda: with_project(with_online(1, "直播签到"), online_reason=None),
      at=("项目信息!B25",), says=("1人", "线上参训原因"))  # fmt: skip
fires("PRJ-13", "only white space", lambda: with_project(with_online(1, "直播签到"), online_reason="\u3000"))
silent("PRJ-13", "a reason is named", lambda: with_online(1, "直播签到"))
silent("PRJ-13", "nobody online", municipal)


# PRJ-14
def changed(**facts: Any) -> ClassFile:
    """The class with an approved change, filed and reported in time unless ``facts`` say otherwise."""
    return municipal(
        **{"change_approval": "津人社办函〔2025〕1号", "change_filed": BEFORE, "change_on_platform": "是"} | facts
    )  # fmt: skip


fires("PRJ-14", "not filed", partial(changed, change_filed=None), at=("项目信息!B26",), says=("未填写",))
fires(
    "PRJ-14", "filed on the first day", partial(changed, change_filed=START), at=("项目信息!B26",), says=("2025-07-14", "不早于")
)
fires("PRJ-14", "filed a day later", partial(changed, change_filed=START + timedelta(days=1)))
fires("PRJ-14", "not on the platform", partial(changed, change_on_platform="否"), at=("项目信息!B27",), says=("工程服务平台",))
fires("PRJ-14", "nothing stated of the platform", partial(changed, change_on_platform=None), at=("项目信息!B27",))
fires("PRJ-14", "neither filed nor on the platform", partial(changed, change_filed=None, change_on_platform=None), count=2)
fires("PRJ-14", "filed and no approval", partial(changed, change_approval=None), at=("项目信息!B23",), says=("没有填写批准",))
fires("PRJ-14", "filed, approval awaited", partial(changed, change_approval="待批"), at=("项目信息!B23",))
silent("PRJ-14", "filed the day before", changed)
silent("PRJ-14", "no change at all", municipal)
silent("PRJ-14", "nothing filed, none approved", partial(municipal, change_approval="无"))
silent("PRJ-14", "a date that is none: stated there", partial(changed, change_filed="五月"), also=("PRJ-08",))
silent("PRJ-14", "no first day", partial(changed, start=None), also=("PRJ-01",))

# PRJ-15
fires("PRJ-15", "national and empty", partial(national, funding=" ", subsidy=None, claim_filed=None), at=("项目信息!B12",),
      severity="error", says=("国家级", "未填写"))  # fmt: skip
fires("PRJ-15", "a word that is not in the list", partial(municipal, funding="自筹"), severity="error", says=("“自筹”",))
fires("PRJ-15", "self-funded with a subsidy", partial(municipal, subsidy=0.01), at=("项目信息!B13",),
      severity="error", says=("单位自筹", "0.01元"))  # fmt: skip
fires("PRJ-15", "self-funded with more than the cap: one message", partial(municipal, subsidy=200000), severity="error", count=1)
fires("PRJ-15", "municipal and subsidised", partial(municipal, funding="财政资助", subsidy=0), at=("项目信息!B12",),
      severity="query", says=("市级",))  # fmt: skip
fires("PRJ-15", "another source", partial(municipal, funding="其他"), severity="query", at=("项目信息!B12",))
fires("PRJ-15", "national by fees", partial(national, funding="收取培训费用", subsidy=None, claim_filed=None), severity="query")
fires("PRJ-15", "subsidised, no amount, ended", partial(national, subsidy=None), severity="query", at=("项目信息!B13",))
silent("PRJ-15", "subsidised, no amount, not ended",
       lambda: national(subsidy=None, report_filed=None, claim_filed=None).changed(today=date(2025, 4, 18)))  # fmt: skip
silent("PRJ-15", "subsidised, nothing paid yet: 0 counts", partial(national, subsidy=0))
silent("PRJ-15", "self-funded, 0", partial(municipal, subsidy=0))
silent("PRJ-15", "municipal and empty", partial(municipal, funding=None))
silent("PRJ-15", "municipal by fees", partial(municipal, funding="收取培训费用"))
silent("PRJ-15", "national and self-funded", partial(national, funding="单位自筹", subsidy=None, claim_filed=None))
silent("PRJ-15", "no level: stated there", partial(municipal, funding="自筹", level=None), also=("PRJ-01",), skipped=True)

# PRJ-16
NEWEST = notice_years()[-1]
fires("PRJ-16", "the year before", partial(newest, year=2024, number_pattern=None), also=("PRJ-04",), at=("项目信息!B2",),
      says=("“2024”", f"{NEWEST}年"))  # fmt: skip
fires("PRJ-16", "the year after", partial(newest, year=NEWEST + 1, number_pattern=None), at=("项目信息!B2",))
fires("PRJ-16", "no notice of that year", partial(newest, year=NEWEST + 1, start=None, number_pattern=None), also=("PRJ-01",),
      says=(f"没有安装{NEWEST + 1}年度的通知", f"{NEWEST}年度"))  # fmt: skip
fires("PRJ-16", "text that is no year", partial(municipal, year="今年"), says=("“今年”",))
silent("PRJ-16", "the year", municipal)
fires("PRJ-16", "the year as text", partial(municipal, year="2025"), severity="error")
silent("PRJ-16", "empty", partial(municipal, year=None))

# PRJ-17
PASSED = date(2025, 3, 10)
fires("PRJ-17", "a day before", partial(national, platform_approved=PASSED, notice_issued=PASSED - timedelta(days=1)),
      at=("项目信息!B29",), says=("2025-03-09", "2025-03-10"))  # fmt: skip
fires("PRJ-17", "no approval", partial(national, notice_issued=PASSED), says=("未填写",))
silent("PRJ-17", "the same day", partial(national, platform_approved=PASSED, notice_issued=PASSED))
silent("PRJ-17", "a day after", partial(national, platform_approved=PASSED, notice_issued=PASSED + timedelta(days=1)))
silent("PRJ-17", "not issued yet", partial(national, platform_approved=PASSED))
silent("PRJ-17", "municipal", partial(municipal, notice_issued=END), skipped=True)
silent("PRJ-17", "an approval that is no date: stated there", partial(national, platform_approved="三月", notice_issued=PASSED),
       also=("PRJ-08",))  # fmt: skip
