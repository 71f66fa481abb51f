"""A PostgreSQL server of the tests' own: a fresh cluster in its own folder, on a free port of this machine, never as root."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PLACES = 40
"""So many connections the server has package for."""
SERVER_USER = "postgres"
"""The user that Debian's package makes; the server refuses to run as root."""


def programs() -> Path:
    """The folder of initdb and pg_ctl (the package keeps them off the path)."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parent.parent.name))
    if found:
        return found[-1].parent
    named = shutil.which("initdb")
    assert named, "PostgreSQL is missing: run `make system` (tests/system_programs.sh)"
    return Path(named).resolve().parent


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


class Server:
    """A server in a folder of its own. ``address``: of its database."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data, self.port = folder, folder / "data", free_port()
        self.address = f"postgresql://gaoyan@127.0.0.1:{self.port}/postgres"
        self.as_server: list[str] = []
        if os.geteuid() == 0:
            user = pwd.getpwnam(SERVER_USER)
            os.chown(folder, user.pw_uid, user.pw_gid)
            self.as_server = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]

    def run(self, program: str, *arguments: str) -> None:
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(self.folder)}
        command = [*self.as_server, str(programs() / program), "-D", str(self.data), *arguments]
        # The server keeps its files open: to a file, for a pipe would never end.
        with (self.folder / "output").open("ab") as stated:
            done = subprocess.run(
                command, stdout=stated, stderr=stated, stdin=subprocess.DEVNULL, env=environment, cwd=self.folder, timeout=120,
                check=False,
            )  # fmt: skip
        assert done.returncode == 0, (self.folder / "output").read_text("utf-8")

    def make(self) -> None:
        self.run("initdb", "-U", "gaoyan", "-A", "trust", "-E", "UTF8", "--no-sync")

    def start(self) -> None:
        listening = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder}"
        options = f"{listening} -c fsync=off -c max_connections={PLACES}"
        self.run("pg_ctl", "-w", "-t", "60", "-l", str(self.folder / "log"), "-o", options, "start")

    def die(self) -> None:
        """At once: nothing is finished and nothing is put in order; the next start recovers what was promised."""
        self.run("pg_ctl", "-w", "-t", "60", "-m", "immediate", "stop")


@contextmanager
def running() -> Iterator[Server]:
    """A running server; it is stopped and its folder removed in the end."""
    # Not below pytest's own folder, into which only its owner may look.
    server = Server(Path(tempfile.mkdtemp(prefix="gaoyan-postgresql-", dir="/tmp")))
    try:
        server.make()
        server.start()
        try:
            yield server
        finally:
            server.die()
    finally:
        shutil.rmtree(server.folder, ignore_errors=True)


@contextmanager
def running_server() -> Iterator[str]:
    """The address of a running server's database; the server is stopped and its folder removed in the end."""
    with running() as server:
        yield server.address
