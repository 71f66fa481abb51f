"""The ribbon: the tab 高研项目 as a customUI part (2009/07), from the registry of the buttons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import quoteattr

from addin.buttons.registry import GROUPS, TAB, Button
from addin.xlam.icons import SIZES

NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"
RELATIONSHIP = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
PART, PART_RELATIONSHIPS, IMAGES = "customUI/customUI14.xml", "customUI/_rels/customUI14.xml.rels", "customUI/images"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SMALL, LARGE = SIZES


def callback(button: Button) -> str:
    """The VBA procedure behind a button."""
    return f"Gaoyan_{button.id}"


def image(button: Button) -> str:
    """The id of the image a button shows, which is also the name of its file."""
    return f"{button.icon}{LARGE if button.large else SMALL}"


def custom_ui(buttons: Iterable[Button]) -> str:
    """The customUI part."""
    listed = list(buttons)
    groups = "".join(group(at, label, [one for one in listed if one.group == label]) for at, label in enumerate(GROUPS))
    return (
        f'{XML}<customUI xmlns="{NAMESPACE}"><ribbon><tabs><tab id="gaoyan" label={quoteattr(TAB)} keytip="GY">{groups}'
        "</tab></tabs></ribbon></customUI>\n"
    )


def group(at: int, label: str, buttons: list[Button]) -> str:
    """One group; empty if it has no buttons."""
    if not buttons:
        return ""
    drawn = "".join(control(button) for button in buttons)
    return f'<group id="gaoyan_group{at}" label={quoteattr(label)}>{drawn}</group>'


def control(button: Button) -> str:
    size = "large" if button.large else "normal"
    return (
        f"<button id={quoteattr(f'gaoyan_{button.id}')} label={quoteattr(button.label)} screentip={quoteattr(button.label)}"
        f" supertip={quoteattr(button.screentip)} image={quoteattr(image(button))} size={quoteattr(size)}"
        f" keytip={quoteattr(button.keytip)} onAction={quoteattr(callback(button))}/>"
    )


def images(buttons: Iterable[Button]) -> Iterator[tuple[str, str, int]]:
    """(id, icon, size) of every image: each icon in both sizes."""
    for name in dict.fromkeys(button.icon for button in buttons):
        for size in SIZES:
            yield f"{name}{size}", name, size


def image_relationships(buttons: Iterable[Button]) -> str:
    """The relationships of the customUI part to its images."""
    lines = "".join(f'<Relationship Id="{id}" Type="{IMAGE}" Target="images/{id}.png"/>' for id, _, _ in images(buttons))
    return f'{XML}<Relationships xmlns="{PACKAGE}">{lines}</Relationships>\n'
