"""Words that people write in place of an entry of a drop-down list, if unambiguous."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from udfs.fields.declared import every_field
from udfs.people.identity import (
    FOREIGNER_CARD,
    MAINLAND_PERMIT,
    PASSPORT,
    RESIDENCE_PERMIT,
    RESIDENT_CARD,
    TAIWAN_PERMIT,
)  # fmt: skip
from udfs.people.titles import title_level
from udfs.records.choices import CHOICES
from udfs.records.class_file import LECTURER_RANKS, ON_SITE, ONLINE, OTHER_COST, STAFF, TAX, TRAINEE
from udfs.values.cells import Value, plain
from udfs.values.headings import DOCUMENT_KIND, ITEM, KIND, LODGING, MEALS, MODE, RANK, TRANSPORT

ENTRIES: Mapping[str, tuple[str, ...]] = {
    field.heading: CHOICES[field.choices] for field in every_field() if field.tidied == "entry"
}
"""{field: entries of its list}."""
TOP, SENIOR, DEPUTY, OTHER = LECTURER_RANKS
_RANK_OF_LEVEL: Mapping[str, str] = {"正高": SENIOR, "副高": DEPUTY, "中级": OTHER, "初级": OTHER}
_NEAR: Mapping[str, Mapping[str, str]] = {
    KIND: {
        **dict.fromkeys(("学生", "参训学员", "参训人员", "培训学员", "研修学员", "正式学员", "学员人员"), TRAINEE),
        **dict.fromkeys(
            ("教职工", "工作人", "工作", "职工", "会务", "会务人员", "班务", "班务人员", "班主任", "管理人员", "教务人员",
             "后勤人员", "服务人员", "组织人员"), STAFF
        ),
    },
    DOCUMENT_KIND: {
        **dict.fromkeys(("身份证", "二代身份证", "第二代身份证", "第二代居民身份证", "居民身份证号", "身份证号"), RESIDENT_CARD),
        **dict.fromkeys(("居住证", "港澳台居住证", "港澳居民居住证", "台湾居民居住证"), RESIDENCE_PERMIT),
        **dict.fromkeys(("外国人永久居留证", "永久居留证", "永久居留身份证", "外国人永居证", "五星卡"), FOREIGNER_CARD),
        **dict.fromkeys(("回乡证", "港澳居民通行证", "港澳通行证", "港澳居民来往内地通行证件"), MAINLAND_PERMIT),
        **dict.fromkeys(("台胞证", "台湾居民通行证", "台湾通行证"), TAIWAN_PERMIT),
        **dict.fromkeys(("护照号", "外国护照", "中国护照", "普通护照"), PASSPORT),
    },
    MODE: {
        **dict.fromkeys(("现场", "到场", "面授", "线下参加", "线下参训", "线下培训"), ON_SITE),
        **dict.fromkeys(("网络", "网上", "在线", "远程", "直播", "线上参加", "线上参训", "线上培训"), ONLINE),
    },
    ITEM: {
        **dict.fromkeys(("住宿", "宿费", "房费", "住房费", "客房费"), LODGING),
        **dict.fromkeys(("伙食", "餐费", "用餐费", "就餐费", "餐饮费"), MEALS),
        **dict.fromkeys(("场地", "场租", "场租费", "场地租金", "场地租赁费", "会议室租金", "会场费", "会场租金"), "场地费"),
        **dict.fromkeys(("资料", "印刷费", "教材费", "讲义费", "资料印刷费"), "资料费"),
        **dict.fromkeys(("交通", "车费", "租车费", "用车费", "班车费"), TRANSPORT),
        **dict.fromkeys(("税", "税金", "个税", "个人所得税"), TAX),
        **dict.fromkeys(("其他", "其它", "其它费用"), OTHER_COST),
    },
    RANK: dict.fromkeys(("院士", "两院院士", "中国科学院院士", "中国工程院院士"), TOP),
}  # fmt: skip


def listed(field: str, value: Value) -> bool:
    """True if the cell holds an entry of the list, ignoring white space and character widths."""
    return plain(value) in plain_entries(field)


@lru_cache(maxsize=32)
def plain_entries(field: str) -> frozenset[str]:
    return frozenset(map(plain, ENTRIES[field]))


def meant(field: str, value: Value) -> str:
    """The entry meant by a word outside the list of ``field``; '' if ambiguous, or if the word is an entry itself.

    >>> meant("人员类别", "教职工"), meant("证件类型", "身份证"), meant("职称类别", "教授"), meant("职称类别", "总经理")
    ('工作人员', '居民身份证', '正高', '')
    """
    if field not in ENTRIES or listed(field, value):
        return ""
    stated = plain(value)
    found = _NEAR.get(field, {}).get(stated, "")
    if not found and field == RANK:
        # 全国知名专家 cannot be derived from a title.
        found = _RANK_OF_LEVEL.get(title_level(value) or "", "")
    return found
