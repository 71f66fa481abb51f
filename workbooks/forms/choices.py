"""The closed lists behind the drop-downs. Each stands on 参数 under the defined name ``参数_<name>``."""

from __future__ import annotations

from collections.abc import Mapping

from udfs.notice.plan import LEVELS
from udfs.records import (
    EXPENSE_ITEMS,
    FUNDS,
    LECTURER_RANKS,
    NO,
    ON_SITE,
    ONLINE,
    STAFF,
    TRAINEE,
    YES,
)  # fmt: skip

LEVEL, FUNDING, CATEGORY, YES_NO, PERMISSION = "项目级别", "经费来源", "培训类别", "是否", "请假手续"
PERSON_KIND, DOCUMENT_KIND, MODE, REGION = "人员类别", "证件类型", "参训方式", "所属地区"
RANK, SESSION, EXPENSE_ITEM = "职称类别", "时段", "费用项目"

CHOICES: Mapping[str, tuple[str, ...]] = {
    LEVEL: LEVELS,
    FUNDING: FUNDS,
    CATEGORY: ("一类", "二类", "三类"),
    YES_NO: (YES, NO),
    PERMISSION: ("有", "无"),
    PERSON_KIND: (TRAINEE, STAFF),
    DOCUMENT_KIND: (
        "居民身份证", "港澳台居民居住证", "外国人永久居留身份证", "港澳居民来往内地通行证", "台湾居民来往大陆通行证", "护照",
    ),
    MODE: (ON_SITE, ONLINE),
    REGION: (
        "天津", "北京", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "上海", "江苏", "浙江", "安徽", "福建", "江西",
        "山东", "河南", "湖北", "湖南", "广东", "广西", "海南", "重庆", "四川", "贵州", "云南", "西藏", "陕西", "甘肃", "青海",
        "宁夏", "新疆", "新疆生产建设兵团", "香港", "澳门", "台湾",
    ),
    RANK: LECTURER_RANKS,
    SESSION: ("上午", "下午", "晚上"),
    EXPENSE_ITEM: EXPENSE_ITEMS,
}  # fmt: skip
