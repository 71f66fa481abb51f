"""The fonts of the pages: the official ones if installed, else the shipped ones.

Official documents use 仿宋 for text, 黑体 for headings and 小标宋 for titles (GB/T 9704). For each of these roles the first
font found is used; missing characters are taken from the next font in the chain, finally from any other installed Chinese
font. Characters without any font are never printed as boxes: see ``glyphs``.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).parent / "fonts"
TEXT, HEADING, TITLE = "text", "heading", "title"

# File names, lower case, in order of preference: Windows, Office, WPS, macOS, foundry downloads.
OFFICIAL: Mapping[str, tuple[str, ...]] = {
    TEXT: (
        "simfang_gb2312.ttf", "fangsong_gb2312.ttf", "仿宋_gb2312.ttf", "simfang.ttf", "仿宋.ttf", "fzfsjw.ttf", "fzfsk.ttf",
        "stfangso.ttf", "stfangsong.ttf", "fangsong.ttf",
    ),
    HEADING: ("simhei.ttf", "黑体.ttf", "fzhtjw.ttf", "fzhtk.ttf", "stheiti medium.ttc", "stheiti.ttf", "heiti.ttc"),
    TITLE: (
        "fzxbsjw.ttf", "fzxbsjw--gb1-0.ttf", "fzxbsk.ttf", "fzxbsk--gbk1-0.ttf", "方正小标宋简体.ttf", "方正小标宋_gbk.ttf",
        "stzhongs.ttf",
    ),
}  # fmt: skip
OWN: Mapping[str, str] = {TEXT: "GaoyanSong-Regular.otf", HEADING: "GaoyanHei-Bold.otf", TITLE: "GaoyanBiaosong-Bold.otf"}
# Further Chinese fonts with many characters, used only for characters missing in the chain.
RESERVE = (
    "simsun.ttc", "simsunb.ttf", "simsunextg.ttf", "mingliub.ttc", "msyh.ttc", "deng.ttf", "songti.ttc", "pingfang.ttc",
    "notoserifcjk-regular.ttc", "notosanscjk-regular.ttc", "notoserifsc-regular.otf", "notosanssc-regular.otf",
    "sourcehanserifsc-regular.otf", "hanamina.ttf", "hanaminb.ttf", "plangothicp1-regular.ttf", "plangothicp2-regular.ttf",
    "uming.ttc", "ukai.ttc", "wqy-zenhei.ttc", "wqy-microhei.ttc",
)  # fmt: skip
EXTRA_FOLDERS = "GAOYAN_FONTS"
"""Environment variable with additional font folders, separated as in PATH."""
GATHERED = "gaoyan-fonts-"
STALE_AFTER_SECONDS = 30 * 24 * 3600


@dataclass(frozen=True)
class Fonts:
    """The font chains of one machine."""

    chains: Mapping[str, tuple[Path, ...]]
    reserve: tuple[Path, ...]

    def lacking(self, text: str) -> str:
        """The characters of ``text`` that no font covers, each once, in order. White space counts as covered."""
        wanted = {char for char in text if not char.isspace()}
        for font in (*reversed(self.chains[TEXT]), *self.reserve):
            if not wanted:
                return ""
            wanted -= characters_of(font)
        return "".join(dict.fromkeys(char for char in text if char in wanted))

    def reserve_for(self, text: str) -> tuple[Path, ...]:
        """The reserve fonts needed for ``text`` in addition to the chains."""
        wanted = {char for char in text if not char.isspace()}
        wanted -= set().union(*(characters_of(font) for font in self.chains[TEXT]))
        needed = []
        for font in self.reserve:
            if wanted and not wanted.isdisjoint(characters_of(font)):
                needed.append(font)
                wanted -= characters_of(font)
        return tuple(needed)

    @cached_property
    def ready(self) -> Typefaces:
        """The chains, loaded by the typesetter."""
        return typefaces(self.chains)

    def typefaces(self, text: str) -> Typefaces:
        """The fonts loaded by the typesetter, including the reserve fonts needed for ``text``."""
        reserve = self.reserve_for(text)
        if not reserve:
            return self.ready
        return typefaces({role: (*chain, *reserve) for role, chain in self.chains.items()})


@dataclass(frozen=True)
class Typefaces:
    """``loaded``: fonts of the typesetter; ``families``: {role: family names in order of preference}."""

    loaded: Any
    families: Mapping[str, tuple[str, ...]]
    gathered: tempfile.TemporaryDirectory[str]


def find_fonts(folders: Iterable[Path] | None = None) -> Fonts:
    """The chains found in these font folders (default: those of this machine)."""
    found = files_by_name(font_folders() if folders is None else folders)
    chains = {}
    for role, names in OFFICIAL.items():
        official = tuple(found[name] for name in names if name in found and characters_of(found[name]))
        own = (SHIPPED / OWN[role], SHIPPED / OWN[TEXT]) if role != TEXT else (SHIPPED / OWN[TEXT],)
        chains[role] = (*official, *own)
    return Fonts(chains=chains, reserve=tuple(found[name] for name in RESERVE if name in found))


@lru_cache(maxsize=1)
def machine_fonts() -> Fonts:
    """The fonts of this machine, cached per process."""
    return find_fonts()


def font_folders(platform: str = sys.platform, environment: Mapping[str, str] = os.environ) -> list[Path]:
    """The font folders of this platform, the user's own first."""
    home = Path(environment.get("USERPROFILE") or environment.get("HOME") or "~").expanduser()
    if platform == "win32":
        local = environment.get("LOCALAPPDATA", str(home / "AppData" / "Local"))
        windows = environment.get("SYSTEMROOT", "C:\\Windows")
        folders = [Path(local) / "Microsoft" / "Windows" / "Fonts", Path(windows) / "Fonts"]
    elif platform == "darwin":
        folders = [home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts")]
        folders += [Path("/System/Library/AssetsV2"), Path("/Applications/Microsoft Word.app/Contents/Resources/DFonts")]
    else:
        data = Path(environment.get("XDG_DATA_HOME") or home / ".local/share")
        folders = [data / "fonts", home / ".fonts", Path("/usr/local/share/fonts"), Path("/usr/share/fonts")]
    extra = [Path(folder) for folder in environment.get(EXTRA_FOLDERS, "").split(os.pathsep) if folder]
    return [*extra, *folders]


def files_by_name(folders: Iterable[Path]) -> dict[str, Path]:
    """{lower-case file name: first such font file in the folders}."""
    known = {*RESERVE, *(name for names in OFFICIAL.values() for name in names)}
    found: dict[str, Path] = {}
    for folder in folders:
        for place, _, names in os.walk(folder):
            for name in sorted(names):
                if name.lower() in known and name.lower() not in found:
                    found[name.lower()] = Path(place) / name
    return found


@lru_cache(maxsize=64)
def characters_of(font: Path) -> frozenset[str]:
    """The characters covered by a font file; empty if it cannot be read."""
    from fontTools.ttLib import TTCollection, TTFont, TTLibError

    try:
        with font.open("rb") as file:
            is_collection = file.read(4) == b"ttcf"
            faces = TTCollection(file, lazy=True).fonts if is_collection else [TTFont(file, lazy=True)]
            return frozenset(chr(code) for code in faces[0].getBestCmap() or {})
    except (OSError, TTLibError, AssertionError, KeyError, ValueError):
        return frozenset()


def sweep(folder: Path) -> None:
    """Remove font folders of killed runs; no process keeps them for a month."""
    oldest = time.time() - STALE_AFTER_SECONDS
    with contextlib.suppress(OSError):
        for left in folder.glob(f"{GATHERED}*"):
            with contextlib.suppress(OSError):
                if left.is_dir() and not left.is_symlink() and left.stat().st_mtime < oldest:
                    shutil.rmtree(left, ignore_errors=True)


def typefaces(chains: Mapping[str, Sequence[Path]]) -> Typefaces:
    """Load exactly these fonts. The typesetter accepts only folders, so the files are collected in a temporary one.

    Fonts are read on first use: the folder must exist as long as they are in use.
    """
    import typst

    files = list(dict.fromkeys(font for chain in chains.values() for font in chain))
    names = {str(font): font for font in files if font.parent == SHIPPED}
    sweep(Path(tempfile.gettempdir()))
    gathered = tempfile.TemporaryDirectory(prefix=GATHERED, ignore_cleanup_errors=True)
    for at, font in enumerate(font for font in files if font.parent != SHIPPED):
        target = Path(gathered.name) / f"{at:03}{font.suffix}"
        shutil.copyfile(font, target)
        names[str(target)] = font
    folders = [str(SHIPPED), gathered.name]
    loaded = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    family = {names[str(face.path)]: face.family for face in loaded.fonts() if str(face.path) in names and face.index == 0}
    families = {role: tuple(family[font] for font in chain if font in family) for role, chain in chains.items()}
    return Typefaces(loaded=loaded, families=families, gathered=gathered)
