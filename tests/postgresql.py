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


@contextmanager
def running_server() -> Iterator[str]:
    """The address of a running server's database; the server is stopped and its folder removed in the end."""
    # Not below pytest's own folder, into which only its owner may look.
    folder = Path(tempfile.mkdtemp(prefix="gaoyan-postgresql-", dir="/tmp"))
    as_server: list[str] = []
    if os.geteuid() == 0:
        user = pwd.getpwnam(SERVER_USER)
        os.chown(folder, user.pw_uid, user.pw_gid)
        as_server = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    port, bin_ = free_port(), programs()
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(folder)}

    def run(*command: str) -> None:
        # The server keeps its files open: to a file, for a pipe would never end.
        with (folder / "said").open("ab") as said:
            done = subprocess.run(
                [*as_server, *command], stdout=said, stderr=said, stdin=subprocess.DEVNULL, env=environment, cwd=folder,
                timeout=120, check=False,
            )  # fmt: skip
        assert done.returncode == 0, (folder / "said").read_text("utf-8")

    data = folder / "data"
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
    try:
        run(str(bin_ / "initdb"), "-D", str(data), "-U", "gaoyan", "-A", "trust", "-E", "UTF8", "--no-sync")
        run(str(bin_ / "pg_ctl"), "-D", str(data), "-w", "-t", "60", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql://gaoyan@127.0.0.1:{port}/postgres"
        finally:
            run(str(bin_ / "pg_ctl"), "-D", str(data), "-w", "-t", "60", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
