"""The component that LibreOffice loads: the cell functions and what the menu runs. It stands at the root of the extension.

Nothing of ours is imported until it is needed, so that LibreOffice starts as fast as before, and a missing library is told where
the user is looking.
"""

from typing import Any

import unohelper
from com.sun.star.lang import XServiceInfo
from com.sun.star.task import XJob, XJobExecutor
from org.gaoyan import XCellFunctions

FUNCTIONS, BUTTONS, WATCH = "GY", "org.gaoyan.Buttons", "org.gaoyan.Watch"
TRYING = "selftest:"
ADD_IN, JOB = "com.sun.star.sheet.AddIn", "com.sun.star.task.Job"


class Described(XServiceInfo):  # type: ignore[misc]
    """What LibreOffice asks of every component."""

    NAME = ""
    SERVICES: tuple[str, ...] = ()

    def getImplementationName(self) -> str:
        return self.NAME

    def supportsService(self, name: str) -> bool:
        return name in self.SERVICES

    def getSupportedServiceNames(self) -> tuple[str, ...]:
        return self.SERVICES


class CellFunctions(unohelper.Base, XCellFunctions, Described):  # type: ignore[misc]
    """The functions. Their methods are named in the interface only: each is the function GY_ of that name."""

    NAME, SERVICES = FUNCTIONS, (ADD_IN,)

    def __init__(self, context: Any) -> None:
        self.context = context

    def __getattr__(self, name: str) -> Any:
        if not name.isupper():
            raise AttributeError(name)

        def call(*arguments: Any) -> Any:
            from addin.libreoffice.packages import add_packages

            add_packages()
            from addin.libreoffice.cell_functions import answered

            return answered(name, arguments)

        return call


class Buttons(unohelper.Base, XJobExecutor, Described):  # type: ignore[misc]
    """What an entry of the menu runs: ``service:org.gaoyan.Buttons?total``. ``selftest:FILE`` is what the command asks for."""

    NAME, SERVICES = BUTTONS, (BUTTONS,)

    def __init__(self, context: Any) -> None:
        self.context = context

    def trigger(self, button: str) -> None:
        from addin.libreoffice.packages import add_packages

        add_packages()
        if button.startswith(TRYING):
            from addin.libreoffice.trying import try_out

            try_out(self.context, button.removeprefix(TRYING))
            return
        from addin.libreoffice.desk import press_button

        press_button(button, self.context)


class Watch(unohelper.Base, XJob, Described):  # type: ignore[misc]
    """Runs when a document was opened: one with a live check is watched, so that a 说明 stays with its finding."""

    NAME, SERVICES = WATCH, (JOB, WATCH)

    def __init__(self, context: Any) -> None:
        self.context = context

    def execute(self, arguments: Any) -> None:
        surroundings = {one.Name: one.Value for one in arguments}.get("Environment") or ()
        document = {one.Name: one.Value for one in surroundings}.get("Model")
        names = getattr(document, "NamedRanges", None)
        if names is not None and names.hasByName("GY_LIVE_NOTES"):
            from addin.libreoffice.packages import add_packages

            add_packages()
            from addin.libreoffice.watching import watch

            watch(document, self.context)


g_ImplementationHelper = unohelper.ImplementationHelper()
for _component in (CellFunctions, Buttons, Watch):
    g_ImplementationHelper.addImplementation(_component, _component.NAME, _component.SERVICES)
