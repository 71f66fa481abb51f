"""``gaoyan``, and ``python -m addin``: what takes long is begun first, then the command line is loaded."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from workbooks.files.collector import collector_seldom


def main() -> None:
    """The entry point."""
    collector_seldom()
    begin(sys.argv[1:])
    # Loading it takes as long as another process needs to read a file.
    from addin.cli import main as command_line

    command_line()


def begin(arguments: Sequence[str]) -> None:
    """Let another process read the roster that the command will ask for. Whatever is no roster is read for nothing, and what is
    wrong with it is said by the command when it asks."""
    if arguments[:1] != ["import"]:
        return
    files = [one for one in arguments[1:] if os.path.isfile(one)]
    if len(files) > 1:
        from workbooks.sources.beginning import reader_begun

        reader_begun(files[1])
        from workbooks.sources.opening import read_ahead

        read_ahead(files[1])


if __name__ == "__main__":
    main()
