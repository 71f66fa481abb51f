"""The sentences of the notice behind each rule and parameter.

All derived: a rule belongs to the sentences that contain its quote or those of its parameters, to the form that its fields are
on (附件3–6), and to those that ``trace.csv`` of the pack adds. The remaining sentences are to be judged by people or are
explanatory; the remaining rules rest on another source.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from udfs.notice.clauses import Sentence, notice_sentences
from udfs.notice.judgements import Assignment, assignments
from udfs.notice.packs import Which, remembered
from udfs.notice.parameters import Leaf, parameters_for
from udfs.rules import catalogue, catalogue_of
from udfs.rules.model import Rule
from udfs.values.regex import regex

OTHER_SOURCES: Mapping[str, str] = {
    "540": "《中央和国家机关培训费管理办法》（财行〔2016〕540号），通知四(一)引用",
    "GB11643": "《公民身份号码》（GB 11643）及共用其校验码的证件",
    "税法": "个人所得税预扣预缴办法",
    "常识": "数据录入的常识",
}
_ANNEXES = regex(r"附件([\d/]+)")
_CHAPTERS = regex(r"(?<![一二三四五（(])([一二三四五](?:\([一二三四五]\))?)")


@dataclass(frozen=True, slots=True)
class Traced:
    """A sentence with the rules, parameters and trace lines derived from it."""

    sentence: Sentence
    rules: tuple[str, ...]
    parameters: tuple[str, ...]
    declared: tuple[Assignment, ...]

    @property
    def judged(self) -> bool:
        return any(line.judgement for line in self.declared)

    @property
    def assigned(self) -> bool:
        """True if the sentence became a rule, a parameter or an item to judge, or is marked as explanatory."""
        return bool(self.rules or self.parameters or self.judged or any(line.remark for line in self.declared))


def clauses_of(rule: Rule) -> tuple[str, ...]:
    """The clauses of the notice that a rule names: "附件4/5" names two, "540" none.

    >>> from types import SimpleNamespace
    >>> clauses_of(SimpleNamespace(clause="五(二)、附件4/5"))
    ('附件4', '附件5', '五(二)')
    """
    annexes = [f"附件{number}" for numbers in _ANNEXES.findall(rule.clause) for number in numbers.split("/") if number]
    return (*annexes, *_CHAPTERS.findall(rule.clause))


def other_sources(rule: Rule) -> tuple[str, ...]:
    """The sources other than the notice that a rule names."""
    return tuple(name for name in OTHER_SOURCES if name in rule.clause)


def leaf_in(leaf: Leaf, sentence: Sentence) -> bool:
    return any(entry.confidence == "N" and sentence.holds(entry.quote) for entry in leaf.dated)


def on_form(rule: Rule, sentence: Sentence, annexes_printed: Iterable[str]) -> bool:
    """True if the sentence is the form that the rule is about, or names it if the notice does not print it."""
    for clause in clauses_of(rule):
        if not clause.startswith("附件"):
            continue
        if clause in annexes_printed:
            if sentence.clause == clause and sentence.number == 2:
                return True
        elif f"（{clause}）" in sentence.text:
            return True
    return False


@remembered(maxsize=4)
def traced(which: Which = None) -> tuple[Traced, ...]:
    """Every sentence of the notice of a year, or of the pack with that name, in order."""
    sentences = notice_sentences(which)
    annexes = frozenset(sentence.clause for sentence in sentences if sentence.clause.startswith("附件"))
    leaves = parameters_for(which).leaves
    catalogue = catalogue_of(which)
    result = []
    for sentence in sentences:
        declared = tuple(line for line in assignments(which) if line.key == sentence.key)
        parameters = tuple(key for key, leaf in leaves.items() if leaf_in(leaf, sentence))
        added = {code for line in declared for code in line.rules}
        rules = tuple(
            rule.code
            for rule in catalogue
            if rule.code in added
            or sentence.holds(rule.quote)
            or not parameters_disjoint(rule, parameters)
            or on_form(rule, sentence, annexes)
        )
        result.append(Traced(sentence=sentence, rules=rules, parameters=parameters, declared=declared))
    return tuple(result)


def parameters_disjoint(rule: Rule, parameters: Iterable[str]) -> bool:
    return set(rule.uses).isdisjoint(parameters)


@remembered(maxsize=4)
def places_of(which: Which = None) -> Mapping[str, tuple[str, ...]]:
    """{rule code: keys of the sentences it comes from}; empty for a rule of another source."""
    found: dict[str, list[str]] = {rule.code: [] for rule in catalogue()}
    for row in traced(which):
        for code in row.rules:
            found[code].append(row.sentence.key)
    return {code: tuple(keys) for code, keys in found.items()}
