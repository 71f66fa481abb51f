"""Beside 材料清单: what each row is about, made comparable, and whether it stands there for the first time."""

from __future__ import annotations

from udfs.native.cells import literal
from udfs.native.running import Fact, Running, count
from udfs.native.texts import plain
from udfs.records import MATERIALS, YES

SHEET = MATERIALS
REQUIRED, SECTIONS = "参数_办班结束后应提交的材料", "参数_总结报告应包括的内容"
SECTION = plain('"总结报告："')
MATERIAL_KEYS, SECTION_KEYS = plain(REQUIRED), f"{SECTION}&{plain(SECTIONS)}"
IS_MATERIAL = f"AND({{#事项首行}}={{#行次}},SUMPRODUCT(--({MATERIAL_KEYS}={{#事项键}}))>0)"
IS_SECTION = f"AND({{#事项首行}}={{#行次}},SUMPRODUCT(--({SECTION_KEYS}={{#事项键}}))>0)"
NOT_READY = f'{plain("{是否齐备}")}<>"{YES}"'
MATERIAL_LACKING = f"SUMPRODUCT(--(COUNTIF(参数_材料清单_事项键,{MATERIAL_KEYS})=0))>0"
SECTION_LACKING = f"SUMPRODUCT(--(COUNTIF(参数_材料清单_事项键,{SECTION_KEYS})=0))>0"
RUNNING = (
    Running("事项键", plain("{事项}")),
    count("事项首行", f"IFERROR(MATCH({literal('{#事项键}')},参数_材料清单_事项键,0),0)"),
)
FACTS: tuple[Fact, ...] = ()
