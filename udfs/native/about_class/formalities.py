"""Formulas on approvals and declarations in 项目信息 (``udfs.rules.about_class.formalities``)."""

from __future__ import annotations

from udfs.certificates.numbers import LONGEST
from udfs.native.cells import dated
from udfs.native.running import Running, SingleValue
from udfs.native.texts import blank, plain, quoted
from udfs.records.class_file import BY_FEES, FUNDS, OTHER_FUNDS, PROJECT, SELF_FUNDED, SUBSIDISED, YES

SHEET = PROJECT
RUNNING: tuple[Running, ...] = ()
FUNDING, SUBSIDY, YEAR = "参数_所填经费来源", "项目信息_财政资助金额", "项目信息_年度"
CHANGE_FILED, ON_PLATFORM = "项目信息_变更报送日期", "项目信息_变更已在平台上报"
ISSUED, PASSED = "项目信息_开班通知印发日期", "项目信息_平台审核通过日期"
LEVEL_KNOWN = "OR(参数_国家级,参数_市级)"

FACTS = (SingleValue("所填经费来源", plain("项目信息_经费来源")),)

NO_APPROVAL = f"AND(NOT(参数_变更已批准),NOT({blank(CHANGE_FILED)}))"
FILED_TOO_LATE = (
    f"AND(参数_变更已批准,IF({blank(CHANGE_FILED)},TRUE,"
    f"IF(AND({dated(CHANGE_FILED)},ISNUMBER(参数_开始日)),INT(N({CHANGE_FILED}))>=参数_开始日)))"
)
NOT_ON_PLATFORM = f"AND(参数_变更已批准,{plain(ON_PLATFORM)}<>{quoted(YES)})"


def funded(*ways: str) -> str:
    """Formula: TRUE if 经费来源 is one of these."""
    named = ",".join(f"{FUNDING}={quoted(way)}" for way in ways)
    return f"OR({named})" if len(ways) > 1 else named


FUNDING_WRONG = f'AND({LEVEL_KNOWN},IF({FUNDING}="",参数_国家级,NOT({funded(*FUNDS)})))'
FUNDING_UNUSUAL = (
    f"AND({LEVEL_KNOWN},OR({funded(OTHER_FUNDS)},AND(参数_市级,{funded(SUBSIDISED)}),AND(参数_国家级,{funded(BY_FEES)})))"
)
SUBSIDY_BESIDE_OWN = f"AND({LEVEL_KNOWN},{funded(SELF_FUNDED)},IF(ISNUMBER({SUBSIDY}),{SUBSIDY}>0))"
SUBSIDY_MISSING = f"AND({LEVEL_KNOWN},参数_结班后,参数_财政资助,{blank(SUBSIDY)})"
COUNT_FROM_ONE = "IF(ISNUMBER({.}),AND({.}>0,{.}=INT({.})))"
NO_YEAR = f"AND(NOT({blank('{.}')}),NOT({COUNT_FROM_ONE}))"
_PATTERN = 'SUBSTITUTE({.}," ","")'
_BRACE = "CHAR(123)"  # a literal brace would be a placeholder
_SERIALS = "+".join(f'LEN({_PATTERN})-LEN(SUBSTITUTE({_PATTERN},{brace}&"流水",""))' for brace in (_BRACE, '"｛"'))
ONE_SERIAL = f"AND({_SERIALS}=3,LEN({{.}})<={LONGEST})"
"""Formula: TRUE if the pattern of certificate numbers has exactly one serial."""
ACCEPTED = {
    "计划序号": (COUNT_FROM_ONE, "计划序号应为大于0的整数：只填数字，如9，不写“第”“项”"),
    "证书编号规则": (ONE_SERIAL, "规则中须有且只有一个{流水}，例如 津高研{年}{计划:02}{流水:04}"),
}
"""{label of 项目信息: (validation formula, error text)} for labels that no rule validates."""
ANOTHER_YEAR = f'IF(ISNUMBER(参数_开始日),AND({plain(YEAR)}<>"",{plain(YEAR)}<>YEAR(参数_开始日)&""))'
ISSUED_TOO_EARLY = (
    f"AND(参数_国家级,{dated(ISSUED)},IF({blank(PASSED)},TRUE,IF({dated(PASSED)},INT(N({ISSUED}))<INT(N({PASSED})))))"
)
