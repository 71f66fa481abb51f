"""The component that LibreOffice loads: cell functions and menu actions. It is at the root of the extension.

Our modules are imported only when needed, so that LibreOffice starts as fast as before, and missing libraries are reported
where the user is looking.
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
    """The service information that LibreOffice requires of every component."""

    NAME = ""
    SERVICES: tuple[str, ...] = ()

    def getImplementationName(self) -> str:
        return self.NAME

    def supportsService(self, name: str) -> bool:
        return name in self.SERVICES

    def getSupportedServiceNames(self) -> tuple[str, ...]:
        return self.SERVICES


class CellFunctions(unohelper.Base, XCellFunctions, Described):  # type: ignore[misc]
    """The functions. The methods are declared in the interface only: each is the function GY_ with its name."""

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
    """The action of a menu entry: ``service:org.gaoyan.Buttons?total``; ``selftest:FILE`` is used by the command."""

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
    """Runs when a document is opened: one with a live check is watched, so that 说明 stay with their finding."""

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
