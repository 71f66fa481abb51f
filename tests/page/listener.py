"""The only way out that the browser gets: what comes by here is kept, and nothing is answered."""

from __future__ import annotations

import contextlib
import re
import socket
import threading

MAKER = re.compile(
    rb"[A-Z]+ (?:https?://)?[\w.-]+\.(?:googleapis|google|gstatic|gvt1|mozilla|firefox|mozgcp)\.(?:com|org|net)[:/ ]"
)
"""What a browser asks its maker for by itself. That no page of ours asks there is reported by the browser's list of requests."""


class Listener:
    """Poses as the proxy for every address. ``heard``: what the page sent, wherever it was meant to go."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []
        self.called = threading.Event()
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.server.getsockname()[1]
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                caller, _ = self.server.accept()
                threading.Thread(target=self.hear, args=(caller,), daemon=True).start()

    def hear(self, caller: socket.socket) -> None:
        with caller, contextlib.suppress(OSError):
            caller.settimeout(10)
            received_text = caller.recv(1000)
            if received_text and not MAKER.match(
                received_text
            ):  # a connection opened ahead that carries nothing has reported nothing
                self.heard.append(received_text)
                self.called.set()
