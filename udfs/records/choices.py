"""The closed lists of the drop-downs. Each stands on 参数 under the defined name ``参数_<name>``."""

from __future__ import annotations

from collections.abc import Mapping

from udfs.notice.plan import LEVELS
from udfs.people.identity import KINDS
from udfs.records.class_file import (
    EXPENSE_ITEMS,
    FUNDS,
    LECTURER_RANKS,
    NO,
    ON_SITE,
    ONLINE,
    SESSIONS,
    STAFF,
    TRAINEE,
    YES,
)  # fmt: skip
from udfs.values.headings import (
    CATEGORY,
    DOCUMENT_KIND,
    EXPENSE_ITEM,
    FUNDING,
    KIND,
    LEVEL,
    MODE,
    PERMISSION,
    RANK,
    REGION,
    SESSION,
    YES_NO,
)

CHOICES: Mapping[str, tuple[str, ...]] = {
    LEVEL: LEVELS,
    FUNDING: FUNDS,
    CATEGORY: ("一类", "二类", "三类"),
    YES_NO: (YES, NO),
    PERMISSION: ("有", "无"),
    KIND: (TRAINEE, STAFF),
    DOCUMENT_KIND: KINDS,
    MODE: (ON_SITE, ONLINE),
    REGION: (
        "天津", "北京", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "上海", "江苏", "浙江", "安徽", "福建", "江西",
        "山东", "河南", "湖北", "湖南", "广东", "广西", "海南", "重庆", "四川", "贵州", "云南", "西藏", "陕西", "甘肃", "青海",
        "宁夏", "新疆", "新疆生产建设兵团", "香港", "澳门", "台湾",
    ),
    RANK: LECTURER_RANKS,
    SESSION: SESSIONS,
    EXPENSE_ITEM: EXPENSE_ITEMS,
}  # fmt: skip
