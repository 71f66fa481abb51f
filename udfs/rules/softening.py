"""Rules softened by an office on 参数 (规则级别调整), and invalid entries there.

Levels can only be lowered: an office may report a rule less severely on its own responsibility, but nothing beyond the legal
texts may block.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from udfs.notice.parameters import Parameters
from udfs.records.settings import Softened, softenings
from udfs.rules import catalogue
from udfs.rules.model import HINT, QUERY, SEVERITY_ORDER, SEVERITY_WORDS, Severity

SOFTENED = "本单位把规则"
BY_WORD: Mapping[str, Severity] = {word: severity for severity, word in SEVERITY_WORDS.items()}
BY_CODE = {rule.code: rule for rule in catalogue()}


def softened_to(p: Parameters) -> Mapping[str, Severity]:
    """{code: maximum level of its findings}."""
    softened = softened_by_notice(p)
    for one in softenings(p):
        if not why_not(one):
            softened[one.code] = softer(BY_WORD[one.level], softened.get(one.code))
    return softened


def softened_by_notice(p: Parameters) -> dict[str, Severity]:
    """{code: maximum level of its findings} where the notice itself leaves something open."""
    return dict.fromkeys(silent_rules(p), HINT) | dict.fromkeys(doubtful_rules(p), QUERY)


def silent_rules(p: Parameters) -> tuple[str, ...]:
    """The rules on which the notice of the class is silent: at most hints."""
    return _touched_by(p.silent)[0]


def doubtful_rules(p: Parameters) -> tuple[str, ...]:
    """The rules that use a number missing in the notice of the class and taken from the previous one: at most queries."""
    return _touched_by(p.silent)[1]


@lru_cache(maxsize=8)
def _touched_by(silent: frozenset[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The silent and the doubtful rules of a notice that is silent on these keys."""
    return (
        tuple(rule.code for rule in catalogue() if rule.says and silent.issuperset(rule.says) and not rule.uses),
        tuple(rule.code for rule in catalogue() if not silent.isdisjoint(rule.uses)),
    )


def silent_words(p: Parameters) -> Iterator[str]:
    """The sentences of a report on these rules."""
    if codes := silent_rules(p):
        yield f"通知没有写明的事项只作提示：{'、'.join(codes)}"
    if codes := doubtful_rules(p):
        yield f"通知没有给出的数值沿用上一份通知，最多作核实：{'、'.join(codes)}"


def why_not(one: Softened) -> str:
    """Why an entry is not applied; '' if it is."""
    rule = BY_CODE.get(one.code)
    if rule is None:
        return "没有这条规则"
    if one.level not in BY_WORD:
        return f"级别应为{'、'.join(SEVERITY_WORDS.values())}之一"
    if SEVERITY_ORDER[BY_WORD[one.level]] <= SEVERITY_ORDER[worst_of(one.code)]:
        return "级别只能调低"
    return ""


def worst_of(code: str) -> Severity:
    """The most severe level of a rule."""
    rule = BY_CODE[code]
    own = [native.severity for native in rule.native if native.severity]
    return min([rule.severity, *own], key=SEVERITY_ORDER.__getitem__)


def softer(severity: Severity, most: Severity | None) -> Severity:
    """The level of a finding limited to ``most``."""
    return severity if most is None or SEVERITY_ORDER[most] < SEVERITY_ORDER[severity] else most


def softening_words(p: Parameters) -> Iterator[str]:
    """The sentences of a report on softened rules, one per entry."""
    for one in softenings(p):
        if problem := why_not(one):
            yield f"规则级别调整“{one.written[:40]}”没有采用：{problem}"
        else:
            before = SEVERITY_WORDS[worst_of(one.code)]
            reason = f"（{one.reason[:60]}）" if one.reason else ""
            yield f"{SOFTENED}{one.code}（{BY_CODE[one.code].title}）由{before}调为{one.level}{reason}"
