"""The fonts: what the shipped ones have, where official ones are looked for, and which is taken for which character."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

from workbooks.printing import make_font
from workbooks.printing.fonts import (
    HEADING,
    OFFICIAL,
    OWN,
    SHIPPED,
    TEXT,
    TITLE,
    characters_of,
    files_by_name,
    find_fonts,
    font_folders,
)  # fmt: skip

RARE_NAMES = "堃喆䶮淼犇昇祎翀珺晞赟龑邴逄亓妤旻骉骎"
TRADITIONAL_NAMES = "陳張黃劉趙吳鄭謝許蕭鄧葉蘇呂賴鍾"


def made_up_font(folder: Path, name: str, family: str, text: str) -> Path:
    """A font file with that file name and family that has just these characters."""
    font = TTFont(SHIPPED / OWN[TEXT])
    subsetter = subset.Subsetter(subset.Options(name_IDs=["*"]))
    subsetter.populate(text=text)
    subsetter.subset(font)
    make_font.rename(font, family, family.replace(" ", ""))
    folder.mkdir(parents=True, exist_ok=True)
    font.save(folder / name)
    return folder / name


def test_the_standard_list_has_its_8105_characters_in_three_levels() -> None:
    characters = make_font.standard_characters()
    assert len(characters) == len(set(characters)) == 8105
    assert (characters[0], characters[3499], characters[3500], characters[6499], characters[6500]) == (
        "一",
        "矗",
        "乂",
        "齉",
        "亍",
    )


def test_the_shipped_text_face_covers_names_and_signs() -> None:
    has = characters_of(SHIPPED / OWN[TEXT])
    assert set(make_font.standard_characters()) <= has
    assert set(RARE_NAMES + TRADITIONAL_NAMES) <= has
    assert {chr(code) for code in range(0x21, 0x7F)} <= has
    assert {chr(code) for code in range(0xFF01, 0xFF5F)} <= has
    assert set("，。、；：？！“”‘’（）《》〈〉【】—…·　〔〕〓□√①Ⅳ℃№×÷±≤≥") <= has


def test_the_shipped_fonts_are_small_and_licensed_under_names_of_their_own() -> None:
    fonts = sorted(SHIPPED.glob("*.otf"))
    assert [font.name for font in fonts] == sorted(OWN.values())
    assert sum(font.stat().st_size for font in fonts) < 8_000_000
    for path in fonts:
        names = TTFont(path, lazy=True)["name"]
        shown = [str(names.getDebugName(identifier)) for identifier in (1, 3, 4, 6)]
        assert all("Gaoyan" in name and "Noto" not in name and "Source" not in name for name in shown), shown
        assert "Adobe" in names.getDebugName(0)
        assert "Open Font License" in names.getDebugName(13)
    licence = (SHIPPED / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "Copyright" in licence


def test_the_maker_makes_the_same_bytes_twice(tmp_path: Path) -> None:
    collection = TTCollection()
    collection.fonts = [TTFont(SHIPPED / OWN[TEXT])]
    collection.save(tmp_path / "source.ttc")
    face = ("source.ttc", "Gaoyan Song", "Tiny Song", "TinySong")
    made = []
    for attempt in ("one", "two"):
        (tmp_path / attempt).mkdir()
        made.append(make_font.make_face(tmp_path, face, {"王", "𬱖", "A"}, tmp_path / attempt))
    assert made[0].read_bytes() == made[1].read_bytes()
    assert characters_of(made[0]) == {"王", "𬱖", "A"}
    assert TTFont(made[0])["name"].getDebugName(1) == "Tiny Song"


def test_a_machine_without_fonts_uses_the_shipped_ones() -> None:
    fonts = find_fonts([])
    assert fonts.chains[TEXT] == (SHIPPED / OWN[TEXT],)
    assert fonts.chains[HEADING] == (SHIPPED / OWN[HEADING], SHIPPED / OWN[TEXT])
    assert fonts.reserve == ()
    assert fonts.ready.families == {
        TEXT: ("Gaoyan Song",), HEADING: ("Gaoyan Hei", "Gaoyan Song"), TITLE: ("Gaoyan Biaosong", "Gaoyan Song"),
    }  # fmt: skip


def test_official_fonts_come_first_in_their_order(tmp_path: Path) -> None:
    made_up_font(tmp_path / "b", "SIMFANG.TTF", "FangSong", "王甲")
    made_up_font(tmp_path / "a" / "deep", "simfang_GB2312.ttf", "FangSong_GB2312", "王")
    made_up_font(tmp_path / "a", "simhei.ttf", "SimHei", "附件")
    made_up_font(tmp_path / "a", "FZXBSJW.TTF", "FZXiaoBiaoSong-B05S", "表")
    families = find_fonts([tmp_path]).ready.families
    assert families[TEXT] == ("FangSong_GB2312", "FangSong", "Gaoyan Song")
    assert families[HEADING] == ("SimHei", "Gaoyan Hei", "Gaoyan Song")
    assert families[TITLE] == ("FZXiaoBiaoSong-B05S", "Gaoyan Biaosong", "Gaoyan Song")


def test_the_users_own_folder_wins_over_the_systems(tmp_path: Path) -> None:
    mine = made_up_font(tmp_path / "mine", "simfang.ttf", "FangSong", "王")
    made_up_font(tmp_path / "system", "simfang.ttf", "FangSong", "王")
    assert files_by_name([tmp_path / "mine", tmp_path / "system"]) == {"simfang.ttf": mine}


@pytest.mark.parametrize("content", [b"", b"ttcf", b"OTTO\x00\x01garbage", b"\x00" * 500, b"<html>no font</html>"])
def test_a_damaged_font_file_is_left_aside(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "simfang.ttf").write_bytes(content)
    (tmp_path / "simsun.ttc").write_bytes(content)
    fonts = find_fonts([tmp_path])
    assert fonts.chains[TEXT] == (SHIPPED / OWN[TEXT],)
    assert fonts.lacking("王\ue000") == "\ue000"
    assert fonts.reserve_for("王\ue000") == ()


def test_only_characters_that_no_font_has_are_lacking(tmp_path: Path) -> None:
    fonts = find_fonts([])
    assert fonts.lacking("王堃 \n　甲A1（") == ""
    assert fonts.lacking("王\ue001小\ue000\ue001") == "\ue001\ue000"
    # A further font of the machine is asked, and only then used.
    further = TTFont(made_up_font(tmp_path, "simsunb.ttf", "SimSun-ExtB", "王小"))
    for table in further["cmap"].tables:
        table.cmap[0xE001] = further.getBestCmap()[ord("王")]
    further.save(tmp_path / "simsunb.ttf")
    wider = find_fonts([tmp_path])
    assert wider.lacking("王\ue001小\ue000\ue001") == "\ue000"
    assert wider.reserve_for("王小") == ()
    assert [font.name for font in wider.reserve_for("王\ue001")] == ["simsunb.ttf"]


def test_folders_of_the_three_systems() -> None:
    windows = font_folders("win32", {"LOCALAPPDATA": "L", "SYSTEMROOT": "S", "USERPROFILE": "U"})
    assert windows == [Path("L/Microsoft/Windows/Fonts"), Path("S/Fonts")]
    mac = font_folders("darwin", {"HOME": "/Users/x"})
    assert mac[:3] == [Path("/Users/x/Library/Fonts"), Path("/Library/Fonts"), Path("/System/Library/Fonts")]
    linux = font_folders("linux", {"HOME": "/home/x", "GAOYAN_FONTS": "/srv/fonts"})
    assert linux[:2] == [Path("/srv/fonts"), Path("/home/x/.local/share/fonts")]
    assert Path("/usr/share/fonts") in linux


def test_a_folder_that_does_not_exist_does_no_harm(tmp_path: Path) -> None:
    assert files_by_name([tmp_path / "nothing"]) == {}


def test_every_name_looked_for_is_in_lower_case() -> None:
    assert all(name == name.lower() for names in OFFICIAL.values() for name in names)


def test_the_folder_of_gathered_fonts_goes_with_them(tmp_path: Path) -> None:
    made_up_font(tmp_path, "simfang.ttf", "FangSong", "王")
    faces = find_fonts([tmp_path]).ready
    gathered = Path(faces.gathered.name)
    assert len(list(gathered.iterdir())) == 1
    faces.gathered.cleanup()
    assert not gathered.exists()
