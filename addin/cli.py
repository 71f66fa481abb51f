"""``gaoyan``: the command line.

Exit codes: 0 nothing blocks; 1 findings block; 2 unusable input; 3 the file is held by another program.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Sequence
from typing import Annotated

import typer

from addin.commands import COMMANDS, GROUPS, command_function, command_group
from addin.terminal import streams
from addin.terminal.failing import INTERRUPTED, ended
from addin.terminal.wording import ChineseCommand, ChineseGroup

EPILOG = """退出码：0 没有妨碍导出的问题；1 有；2 输入无法使用；3 文件被别的程序占用。
每条命令的用法：gaoyan 命令 --help"""


def version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version as installed

        streams.say(f"gaoyan {installed('gaoyan')}")
        raise typer.Exit


def program(
    ctx: typer.Context,
    _version: Annotated[bool, typer.Option("--version", callback=version, is_eager=True, help="显示版本")] = False,
) -> None:
    """高级研修项目附件的填写、核验与盖章稿：一期一个工作簿，通知的规则都在里面。"""
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


def application(only: str = "") -> typer.Typer:
    """The application with all commands, or only with the one called: setting up the others takes longer than running it."""
    made = typer.Typer(
        name="gaoyan", cls=ChineseGroup, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False,
        invoke_without_command=True, epilog=EPILOG, callback=program,
    )  # fmt: skip
    for name in (only,) if only in COMMANDS else COMMANDS:
        if name in GROUPS:
            made.add_typer(group(name), name=name)
            continue
        function, epilog = command_function(name)
        made.command(name, cls=ChineseCommand, epilog=epilog)(function)
    return made


def group(name: str) -> typer.Typer:
    """A command with subcommands; without one it shows its help page."""
    commands, words, epilog = command_group(name)

    def alone(ctx: typer.Context) -> None:
        if ctx.invoked_subcommand is None:
            typer.echo(ctx.get_help())

    made = typer.Typer(
        cls=ChineseGroup, rich_markup_mode=None, invoke_without_command=True, help=words, epilog=epilog, callback=alone,
        add_completion=False,
    )  # fmt: skip
    for spelled, function in commands.items():
        made.command(spelled, cls=ChineseCommand)(function)
    return made


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code. No exception escapes as a traceback."""
    streams.prepare()
    # Libraries warn about unknown parts of a workbook; users cannot act on it, and stderr is a single line.
    warnings.simplefilter("ignore")
    try:
        make_known()
        given = sys.argv[1:] if arguments is None else arguments
        code = application(given[0] if given else "")(args=given, prog_name="gaoyan", standalone_mode=False)
        sys.stdout.flush()
    except typer.Exit as left:
        return left.exit_code
    except (Exception, KeyboardInterrupt) as error:
        return ended(error)
    if code == INTERRUPTED:  # typer returns this code for Ctrl-C without a message
        return ended(KeyboardInterrupt())
    return code if isinstance(code, int) else 0


def make_known() -> None:
    """Register the notices that the user has installed."""
    from workbooks.notices.installed import make_known as known

    known()


def main() -> None:
    """The entry point."""
    sys.exit(run())
