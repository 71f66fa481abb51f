"""Builds the shipped fonts for machines without Chinese ones: subsets of Noto CJK, under its licence OFL 1.1.

Run manually when the character set or Noto changes::

    python -m workbooks.printing.make_font --noto FOLDER [--unihan Unihan_OtherMappings.txt.bz2]

FOLDER contains ``NotoSerifCJK-Regular.ttc``, ``NotoSerifCJK-Bold.ttc`` and ``NotoSansCJK-Bold.ttc`` (Debian:
fonts-noto-cjk). The output is deterministic. The text face covers the characters of names; the two heading faces cover the
words printed by the forms and the notice.
"""

from __future__ import annotations

import argparse
import bz2
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

HERE = Path(__file__).parent
FOLDER = HERE / "fonts"
STANDARD_LIST = FOLDER / "tongyong_guifan_hanzi.txt"
STANDARD_COUNT = 8105
CHINESE = range(0x3400, 0x40000)

TEXT_FACE = ("NotoSerifCJK-Regular.ttc", "Noto Serif CJK SC", "Gaoyan Song", "GaoyanSong-Regular")
TITLE_FACE = ("NotoSerifCJK-Bold.ttc", "Noto Serif CJK SC", "Gaoyan Biaosong", "GaoyanBiaosong-Bold")
HEADING_FACE = ("NotoSansCJK-Bold.ttc", "Noto Sans CJK SC", "Gaoyan Hei", "GaoyanHei-Bold")
DROPPED_TABLES = ("DSIG", "vhea", "vmtx", "VORG", "BASE", "GPOS")
RENAMED = {1: "{family}", 3: "{file}", 4: "{family}", 6: "{file}", 16: "{family}"}
DROPPED_NAMES = (7, 25)  # trademark notice and variations name refer to the original

SIGNS = (
    range(0x20, 0x7F), range(0xA0, 0x180), range(0x391, 0x3CA), range(0x2010, 0x2044), range(0x2103, 0x2104),
    range(0x2116, 0x2117), range(0x2160, 0x217A), range(0x2190, 0x219A), range(0x2200, 0x2270), range(0x2460, 0x249C),
    range(0x2500, 0x2580), range(0x2588, 0x2590), range(0x25A0, 0x25D0), range(0x2605, 0x2613), range(0x2640, 0x2643),
    range(0x3000, 0x3040), range(0xFE30, 0xFE50), range(0xFF01, 0xFF5F), range(0xFFE0, 0xFFE7),
)  # fmt: skip


# Occur in names, but in none of the lists.
FURTHER_NAMES = (
    "龑龘龢囍叕彧昉晢曌朤槑犇猋玊瑨甯燊燚焱煊煕熈璟皛竑竤翾耑芃茞荍菓萲薐虓衎誾豊贇郕鄌鑨镔閎闓陞雱霂霈靁靑韡頔顗頫颋馫鱻鸑麤麴"
    "堃喆淼珺祎禛赟頵頠瀞瀅烜烔煐熺犟珅琊瑄璠瓛畯癸皞盷睿砼磊祾稞窅笪筱箴簃絜綝緁羴翀聿肸肜臻芠苡茗荃菀萁葳蓁蔺蕖薇藜蘅虢"
    "蜎衡褘訢諴譞豳贠贲赪跞踽軎輈辀迦逯邬郄郇鄞酆釚鈊鈜鉅鉴銤鋆錤鎏鏻鐄閗闫阗陔隽雒霁靳韪頊颀飗餗馗馺駪騑骕髙魭鯕鲲鳯鵷鷟黉"
    "﨩峯羣甡囝囡凃仝仉佴俅俨偲偞傒儇兖冼刕勰匡卬厍呙咺哿啟喦嘏嚞圀圐圙坫垚埇塬墕壵夌奡妘妧妲姈姞姮娈娫娀婞婍媄媖嫄嫚嬅嬿孖孛"
)


def standard_characters() -> list[str]:
    """The 8,105 characters of 通用规范汉字表 (State Council, 2013) in the order of the list."""
    lines = STANDARD_LIST.read_text(encoding="utf-8").splitlines()
    return [char for line in lines if not line.startswith("#") for char in line.strip()]


def encoded(encoding: str, leads: Iterable[int]) -> set[str]:
    """The Chinese characters of a two-byte encoding with these lead bytes."""
    found = set()
    for lead in leads:
        for trail in range(0x40, 0xFF):
            char = bytes([lead, trail]).decode(encoding, errors="ignore")
            if len(char) == 1 and ord(char) in CHINESE:
                found.add(char)
    return found


def signs() -> set[str]:
    """Punctuation, digits, Latin, full-width forms, enclosed numbers, arrows, squares."""
    return {chr(code) for block in SIGNS for code in block}


def text_characters() -> set[str]:
    """The characters of a person's name, employer and title.

    通用规范汉字表, GB 2312, and the common characters of Big5, for trainees from Hong Kong, Macao and Taiwan.
    """
    lists = set(standard_characters()) | encoded("gb2312", range(0xB0, 0xF8)) | encoded("big5", range(0xA4, 0xC7))
    return lists | set(FURTHER_NAMES) | signs()


def heading_characters() -> set[str]:
    """The characters printed in a heading face: all of the notice, its parameters, the pages, the forms and the records."""
    notice = [Path(str(entry)) for entry in files("udfs.notice").iterdir() if entry.name.endswith((".txt", ".toml", ".csv"))]
    code = [*HERE.glob("*.typ"), *HERE.glob("*.py"), *(HERE.parent / "forms").glob("*.py")]
    records = Path(str(files("udfs.records") / "class_file.py"))
    words = "".join(source.read_text(encoding="utf-8") for source in sorted([*notice, *code, records]))
    return {char for char in words if ord(char) in CHINESE} | signs()


def make_face(noto: Path, face: tuple[str, str, str, str], characters: set[str], folder: Path = FOLDER) -> Path:
    """Write one subset font under its new name."""
    source, original, family, file = face
    font = next(font for font in TTCollection(noto / source).fonts if font["name"].getDebugName(1) == original)
    options = subset.Options()
    options.layout_features = ["locl"]
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.drop_tables += DROPPED_TABLES
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[ord(char) for char in characters])
    subsetter.subset(font)
    rename(font, family, file)
    target = folder / f"{file}.otf"
    font.recalcTimestamp = False
    font.save(target)
    return target


def rename(font: TTFont, family: str, file: str) -> None:
    """Rename a modified font, as its licence requires; copyright and licence entries are kept."""
    names = font["name"]
    names.names = [name for name in names.names if name.nameID not in DROPPED_NAMES and name.langID == 0x409]
    for identifier, pattern in RENAMED.items():
        names.setName(pattern.format(family=family, file=file), identifier, 3, 1, 0x409)
    table = font["CFF "].cff
    table.fontNames[0] = file
    top = table.topDictIndex[0]
    top.FullName, top.FamilyName = family, family


def write_standard_list(unihan: Path) -> None:
    """Write the list of 通用规范汉字表 from the property kTGH of the Unicode Han database."""
    numbered: dict[int, str] = {}
    with bz2.open(unihan, "rt", encoding="utf-8") as lines:
        for line in lines:
            parts = line.rstrip("\n").split("\t")
            if len(parts) == 3 and parts[1] == "kTGH":
                numbered[int(parts[2].partition(":")[2])] = chr(int(parts[0][2:], 16))
    if sorted(numbered) != list(range(1, STANDARD_COUNT + 1)):
        raise SystemExit(f"{unihan}: {len(numbered)} characters, not {STANDARD_COUNT}")
    rows = ["".join(numbered[at] for at in range(first, min(first + 50, STANDARD_COUNT + 1))) for first in range(1, 8106, 50)]
    head = (
        "# 通用规范汉字表（国务院2013年公布），按表中编号：一级1-3500，二级3501-6500，三级6501-8105。取自Unicode汉字数据库kTGH。"
    )
    STANDARD_LIST.write_text("\n".join([head, *rows, ""]), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--noto", type=Path, required=True, help="folder with the Noto CJK collections")
    parser.add_argument("--unihan", type=Path, help="Unihan_OtherMappings.txt.bz2, to write the list of characters anew")
    chosen = parser.parse_args()
    if chosen.unihan:
        write_standard_list(chosen.unihan)
    for face, characters in (
        (TEXT_FACE, text_characters()),
        (TITLE_FACE, heading_characters()),
        (HEADING_FACE, heading_characters()),
    ):
        target = make_face(chosen.noto, face, characters)
        print(f"{target.name}: {len(characters)} characters, {target.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
