"""Runs in LibreOffice's Python: adds or removes an extension through LibreOffice's extension manager.

``unopkg`` does the same but refuses to run as root, the only user in some containers. Usage: managing.py add FILE | remove
IDENTIFIER
"""

import contextlib
import sys
from typing import Any

import uno
import unohelper
from com.sun.star.task import XInteractionHandler
from com.sun.star.ucb import XCommandEnvironment

PATIENCE = 120
"""Seconds to wait for LibreOffice."""


class Approving(unohelper.Base, XInteractionHandler):  # type: ignore[misc]
    """Answers yes, as ``--force`` and ``--suppress-license`` do."""

    def handle(self, request: Any) -> None:
        approve = uno.getTypeByName("com.sun.star.task.XInteractionApprove")
        for continuation in request.getContinuations():
            found = continuation.queryInterface(approve)
            if found is not None:
                found.select()
                return


class Surroundings(unohelper.Base, XCommandEnvironment):  # type: ignore[misc]
    def getInteractionHandler(self) -> Any:
        return Approving()

    def getProgressHandler(self) -> None:
        return None


def main() -> None:
    verb, what = sys.argv[1:]
    import officehelper  # on Debian it can only be imported after uno

    context = officehelper.bootstrap(delays=(1.0,) * PATIENCE)
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    manager = context.getValueByName("/singletons/com.sun.star.deployment.ExtensionManager")
    try:
        if verb == "add":
            manager.addExtension(uno.systemPathToFileUrl(what), (), "user", None, Surroundings())
        else:
            manager.removeExtension(what, "gaoyan.oxt", "user", None, Surroundings())
    finally:
        with contextlib.suppress(Exception):  # the bridge may close before the answer arrives
            if not desktop.Components.hasElements():
                desktop.terminate()


if __name__ == "__main__":
    main()
