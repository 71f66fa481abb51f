"""A stand-in for the program Excel as xlwings shows it."""

from __future__ import annotations

from typing import Any


class App:
    """What of xlwings' App the desk uses."""

    def __init__(self, answer: str = "yes") -> None:
        self.answer, self.status_bar = answer, ""
        self.calculation, self.calculated = "automatic", 0
        self.alerts: list[tuple[Any, ...]] = []
        self.api = Api()

    def alert(self, *given: Any) -> str:
        self.alerts.append(given)
        return self.answer

    def calculate(self) -> None:
        self.calculated += 1


class Api:
    """Excel's Application object: dialogs give ``given``."""

    def __init__(self, given: Any = False) -> None:
        self.given = given
        self.asked: list[tuple[Any, ...]] = []
        self.Filters = Filters(self)

    def _answer(self, *asked: Any) -> Any:
        self.asked.append(asked)
        return self.given

    InputBox = GetSaveAsFilename = _answer

    def FileDialog(self, kind: int) -> Any:
        self.asked.append((kind,))
        return self

    def Show(self) -> int:
        return -1 if self.given else 0

    @property
    def SelectedItems(self) -> Selected:
        return Selected(self.given if isinstance(self.given, tuple) else (self.given,))


class Selected:
    """What was chosen, counted from 1."""

    def __init__(self, paths: tuple[Any, ...]) -> None:
        self.paths, self.Count = paths, len(paths)

    def __call__(self, at: int) -> Any:
        return self.paths[at - 1]


class Filters:
    """The kinds of files a dialog shows."""

    def __init__(self, api: Api) -> None:
        self.api = api

    def Clear(self) -> None:
        self.api.asked.append(("no filters",))

    def Add(self, name: str, kinds: str) -> None:
        self.api.asked.append((name, kinds))
