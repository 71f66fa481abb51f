"""``gaoyan`` and ``python -m addin``: starts slow reads in another process, then loads the command line."""

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
    """Start reading in another process the file that the command will need: the roster of an import, the workbook of a check.

    Unusable files are read in vain; the command reports the error when it opens them.
    """
    files = [one for one in arguments[1:] if os.path.isfile(one)]
    if arguments[:1] == ["import"] and len(files) > 1:
        from workbooks.sources.opening import read_ahead

        read_ahead(files[1])


if __name__ == "__main__":
    main()
