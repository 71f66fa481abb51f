"""Chinese help pages and usage errors for the command line framework.

Based on the common attributes of click's and typer's exceptions, not their classes, because typer bundles its own copy of
click in some versions.
"""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand, TyperGroup

from addin.terminal.wrapping import columns
from udfs.values.cells import has_invisible
from udfs.values.regex import regex

OPTIONS, ARGUMENTS, COMMANDS, USAGE = "选项", "参数", "命令", "用法"
_IN_BRACKETS = regex(r"\((?!s\))(.*)\)[.]?$")
_QUOTED = regex(r"'([^']*)'")


def aligned(rows: list[tuple[str, str]]) -> str:
    """Two aligned columns; the second is not wrapped, since help texts are short."""
    first = max((columns(left) for left, _ in rows), default=0)
    return "".join(f"  {left}{' ' * (first - columns(left))}  {right}\n" for left, right in rows)


def option_row(parameter: Any) -> tuple[str, str]:
    """``--out 目录`` and its help."""
    if parameter.name == "help":
        return "--help", "显示本帮助"
    names = ", ".join(parameter.opts)
    takes_value = not getattr(parameter, "is_flag", False)
    shown = f"{names} {parameter.metavar or '值'}" if takes_value else names
    required = "（必填）" if parameter.required else ""
    return shown, f"{parameter.help or ''}{required}"


def argument_row(parameter: Any) -> tuple[str, str]:
    return str(parameter.metavar or parameter.name), str(getattr(parameter, "help", None) or "")


class Conversion:
    """How typer takes a value from the command line: as typed, since all are texts that the commands read.

    Its own conversion loads pydantic and builds a validator for each parameter, a fifth of the time of a check.
    """

    def coerce(self, value: Any, param: Any, **_: Any) -> Any:
        return list(value or ()) if param.multiple or param.nargs == -1 else value


def as_typed(parameters: list[Any]) -> list[Any]:
    for parameter in parameters:
        parameter.get_runtime_param = Conversion
    return parameters


class ChineseCommand(TyperCommand):
    """A command with a Chinese help page."""

    def get_params(self, ctx: Any) -> list[Any]:
        return as_typed(super().get_params(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        parameters = self.get_params(ctx)
        arguments = [argument_row(one) for one in parameters if one.param_type_name == "argument"]
        options = [option_row(one) for one in parameters if one.param_type_name == "option"]
        usage = " ".join([ctx.command_path, *(left for left, _ in arguments), f"[{OPTIONS}]"])
        formatter.write(f"{USAGE}：{usage}\n\n{(self.help or '').strip()}\n")
        if arguments:
            formatter.write(f"\n{ARGUMENTS}：\n{aligned(arguments)}")
        formatter.write(f"\n{OPTIONS}：\n{aligned(options)}")
        if self.epilog:
            formatter.write(f"\n{self.epilog.strip()}\n")


class ChineseGroup(TyperGroup):
    """A command group; commands are listed in order of declaration."""

    def get_params(self, ctx: Any) -> list[Any]:
        return as_typed(super().get_params(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        rows = [(name, first_line(command)) for name, command in commands if command is not None and not command.hidden]
        options = [option_row(one) for one in self.get_params(ctx) if one.param_type_name == "option"]
        formatter.write(f"{USAGE}：{ctx.command_path} {COMMANDS} …\n\n{(self.help or '').strip()}\n")
        formatter.write(f"\n{COMMANDS}：\n{aligned(rows)}\n{OPTIONS}：\n{aligned(options)}")
        if self.epilog:
            formatter.write(f"\n{self.epilog.strip()}\n")


def first_line(command: Any) -> str:
    return (command.help or "").strip().split("\n", 1)[0]


def is_usage_error(error: BaseException) -> bool:
    """True for the framework's exceptions about a command line."""
    return any(kind.__name__ in ("ClickException", "UsageError") for kind in type(error).__mro__)


def usage_error(error: Any) -> str:
    """One line: the usage error, and where to find help."""
    return f"{what_is_wrong(error)}。{help_hint(error)}"


def what_is_wrong(error: Any) -> str:
    kinds = {kind.__name__ for kind in type(error).__mro__}
    message = str(getattr(error, "message", ""))
    if "NoSuchOption" in kinds:
        near = sorted(getattr(error, "possibilities", None) or ())
        return f"没有选项 {clean(error.option_name)}" + (f"，是否指 {'、'.join(near)}" if near else "")
    if "MissingParameter" in kinds:
        return f"缺少{kind_of(error.param)} {shown(error.param)}"
    if "BadOptionUsage" in kinds:
        if "does not take" in message:
            return f"选项 {clean(error.option_name)} 不带值"
        return f"选项 {clean(error.option_name)} 后面缺少值"
    if "BadParameter" in kinds:
        quoted = _QUOTED.findall(message)
        value = f"“{clean(quoted[0])}”" if quoted else "给出的值"
        return f"{kind_of(error.param)} {shown(error.param)} 不能是{value}"
    if "No such command" in message:
        return f"没有命令“{clean(first_quoted(message))}”" + suggestions(message)
    if "extra argument" in message:
        extra = _IN_BRACKETS.search(message)
        return f"多出了参数“{clean(extra[1])}”" if extra else "多出了参数"
    if "Missing command" in message:
        return "缺少命令"
    return "命令行的写法不对"


def help_hint(error: Any) -> str:
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "gaoyan"
    return f"用法见 {path} --help"


def kind_of(parameter: Any) -> str:
    return OPTIONS if getattr(parameter, "param_type_name", "") == "option" else ARGUMENTS


def shown(parameter: Any) -> str:
    """The parameter as shown on the help page."""
    if parameter is None:
        return ""
    if parameter.param_type_name == "option":
        return str(parameter.opts[0])
    return str(parameter.metavar or parameter.name)


def first_quoted(message: str) -> str:
    found = _QUOTED.findall(message)
    return found[0] if found else ""


def suggestions(message: str) -> str:
    near = _QUOTED.findall(message)[1:]
    return f"，是否指 {'、'.join(near)}" if near else ""


def clean(text: str) -> str:
    """The user's text without line breaks and control characters, so that the message stays one line."""
    return "".join(char for char in str(text) if char.isprintable() and not has_invisible(char))[:60]
