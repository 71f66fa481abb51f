"""The desk document: the data behind the terminal report, ``review --json`` and 汇总.

One entry per class of the plan, most urgent first, with findings, conflicts, unread files and missing classes. Personal
numbers are masked in every text unless ``reveal``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from decimal import Decimal
from operator import itemgetter
from typing import Any

from udfs.money.amounts import cents
from udfs.notice.plan import PlanRow
from udfs.records.masking import SENSITIVE_NUMBERS, MaskedTexts
from udfs.report.receipts import Receipt, handed_in, late_days
from udfs.report.return_notice import return_notice
from udfs.report.reviewed import BY_HAND, FOREIGN, PASSED, READ, REFUSED, RETURNED, SAME, SUPERSEDED, Reviewed, SubmittedFile
from udfs.report.side_by_side import Review, SubmissionSummary, same_people

NOT_RECEIVED = "未收到"
CONCLUSIONS = (RETURNED, BY_HAND, PASSED, NOT_RECEIVED)
"""In the order of urgency."""
COUNTED = ("received", "refused", "level", "organiser", "trainees", "total", "subsidy")
"""The fields that the totals are computed from."""
JsonDocument = dict[str, Any]


def desk_document(review: Review, reveal: bool = False) -> JsonDocument:
    """The whole document. Keys are described in docs/desk.md; amounts are text with two decimals, days and counts are numbers.

    Each class is masked when it is added, so that ten thousand of them are not held twice.
    """
    shown = as_it_is if reveal else masked
    classes: list[tuple[tuple[Any, ...], JsonDocument]] = []
    findings: list[JsonDocument] = []
    counted: list[JsonDocument] = []

    clashing = {file for clash in review.clashes if clash.serious for file in clash.files}
    receipts = list(review.receipts)

    def add(entry: JsonDocument) -> None:
        classes.append((need_of_the_officer(entry), shown(entry)))
        counted.append({name: entry[name] for name in COUNTED})

    for key, places in classes_of(review.standing).items():
        same = [review.files[at] for at in places]
        entry = class_entry(key, same)
        concluded(entry, same, clashing)
        entry |= handing_in(same[0], review.receipts, review.today)
        found = list(finding_entries(key, same[0]))
        entry["return_notice"] = return_notice(entry, found, same[0].overview.due, review.today)
        add(entry)
        findings += map(shown, found)
        receipts = [one for one in receipts if not any(one.names(other) for other in same)]
    for year, row in review.missing:
        add(missing_entry(year, row))
    rest = {
        "clashes": [{"what": one.what, "files": list(one.files), "serious": one.serious} for one in review.clashes],
        # First the unreadable files that may hold a class.
        "unread": [
            file_entry(one) for one in sorted([*review.unread, *unmatched(receipts)], key=lambda piece: piece.status != REFUSED)
        ],
        "missing": [plan_facts(year, row) for year, row in review.missing],
        "totals": totals(counted),
    }
    return {
        **shown({"folder": review.folder.name, "today": review.today.isoformat(), "summary": summary_of(review)}),
        "conclusions": {word: sum(entry["conclusion"] == word for _, entry in classes) for word in CONCLUSIONS},
        "classes": [entry for _, entry in sorted(classes, key=itemgetter(0))],
        "findings": findings,
        **shown(rest),
    }


def unmatched(receipts: Sequence[Receipt]) -> Iterator[SubmittedFile]:
    """The lines of the register that match nothing received."""
    for one in receipts:
        yield SubmittedFile(f"收件登记.csv第{one.line}行", "收件登记", FOREIGN, f"收到的材料里没有“{one.name}”，请核对名称")


def concluded(entry: JsonDocument, same: Sequence[Reviewed], clashing: Set[str]) -> None:
    """Adjust the conclusion on a class: other submissions with problems and conflicts need a person."""
    if entry["conclusion"] != PASSED:
        return
    other = next((one for one in same[1:] if not one.superseded and one.conclusion == RETURNED), None)
    if other is not None:
        why = f"另一份材料“{other.file}”有问题"
    elif not clashing.isdisjoint(one.file for one in same):
        why = "与别的班互相矛盾，见“相互核对”"
    else:
        return
    entry |= {"conclusion": BY_HAND, "verdict": f"{BY_HAND}：{why}"}


def handing_in(one: Reviewed, receipts: Sequence[Receipt], today: date) -> JsonDocument:
    """The day of submission, its source, and the days by which the report was late."""
    day, known_by = handed_in(one, receipts, today)
    return {"late_days": late_days(one, day), "handed_in": day and day.isoformat(), "handed_in_by": known_by}


def as_it_is(document: JsonDocument) -> JsonDocument:
    return document


def summary_of(review: Review) -> JsonDocument:
    """The number of submissions by outcome; ``blocked`` are readable and current, but not in order."""
    counted = [one for one in review.standing if not one.superseded]
    return {
        "files": len(review.files),
        "clean": sum(one.clean for one in counted),
        "blocked": sum(not one.clean and not one.refused for one in counted),
        "unreadable": sum(one.refused for one in counted),
        "superseded": len(review.files) - len(counted),
        "unread": len(review.unread),
    }


def masked(value: Any, texts: MaskedTexts = SENSITIVE_NUMBERS.texts) -> Any:
    """The same data with all personal numbers in texts masked."""
    if isinstance(value, str):
        return texts[value]
    if isinstance(value, Mapping):
        return {
            key: texts[part] if type(part) is str else part if part is None or type(part) is int else masked(part, texts)
            for key, part in value.items()
        }
    return [masked(part, texts) for part in value] if isinstance(value, list) else value


def classes_of(standing: Sequence[SubmissionSummary]) -> dict[str, list[int]]:
    """{key of a class: indexes of its submissions}, the current one first; a package before its workbook."""
    groups: dict[str, list[int]] = {}
    for at in sorted(range(len(standing)), key=lambda at: (bool(standing[at].superseded), not standing[at].package)):
        groups.setdefault(key_for(standing[at], groups, standing), []).append(at)
    return groups


def key_for(one: SubmissionSummary, groups: Mapping[str, Sequence[int]], standing: Sequence[SubmissionSummary]) -> str:
    """The key of the class that a submission belongs to; a key of its own if it has other people or cannot be identified."""
    if one.refused or not (one.planned or one.topic):
        return one.file
    key = "-".join(map(str, one.planned)) if one.planned else one.topic
    if key in groups and not same_people(standing[groups[key][0]], one):
        return f"{key}（{one.file}）"
    return key


def class_entry(key: str, same: Sequence[Reviewed]) -> JsonDocument:
    """The entry of one class from its current submission, with all files received for it."""
    one = same[0]
    overview, document = one.overview, one.document or {}
    facts, summary = document.get("facts", {}), document.get("summary", {})
    explained = [finding for finding in document.get("findings", ()) if finding["explained"]]
    return {
        "key": key,
        "file": one.file,
        "files": [file_entry(piece) for other in same for piece in pieces_of(other)],
        "others": [
            {"file": other.file, "kind": other.kind, "verdict": other.verdict} for other in same[1:] if not other.superseded
        ],
        "superseded": [
            {"file": other.file, "by": other.superseded, "why": other.superseded_why} for other in same if other.superseded
        ],
        "year": overview.year,
        "level": overview.level,
        "number": overview.plan_number,
        "topic": overview.topic,
        "organiser": overview.organiser,
        "kind": one.kind,
        "received": True,
        "late_days": None,
        "handed_in": None,
        "handed_in_by": "",
        "trainees": facts.get("trainees"),
        "staff": facts.get("staff"),
        "hours": facts.get("hours"),
        "total": facts.get("total"),
        "subsidy": overview.subsidy or None,
        "errors": summary.get("error", 0),
        "queries": summary.get("query", 0),
        "explained": len(explained),
        "explanations": [f"{finding['code']} {finding['message']}：{finding['explained']}" for finding in explained],
        "hints": summary.get("hint", 0),
        "conclusion": one.conclusion,
        "verdict": one.verdict,
        "clean": one.clean,
        "refused": bool(one.refused),
        "signature": one.signature,
        "changed": list(one.changed),
        "changed_parameters": list(one.changed_parameters),
        "remarks": list(one.remarks),
        "differences": [{"what": part.what, "here": part.here, "there": part.there} for part in one.differences],
        "unjudged": [{"code": code, "why": why} for code, why in one.unjudged],
        "rules": {outcome["code"]: outcome["status"] for outcome in document.get("rules", ())},
    }


def file_entry(piece: SubmittedFile) -> JsonDocument:
    return {"file": piece.file, "kind": piece.kind, "status": piece.status, "why": piece.why}


def pieces_of(one: Reviewed) -> Iterable[SubmittedFile]:
    """The files of one submission; for a superseded one with what replaces it."""
    for piece in one.pieces or (SubmittedFile(one.file, one.kind),):
        if one.superseded and piece.status == READ:
            status = SAME if one.superseded_why == SAME else SUPERSEDED
            yield SubmittedFile(piece.file, piece.kind, status, one.verdict)
        elif one.refused and piece.status == READ:
            yield SubmittedFile(piece.file, piece.kind, REFUSED, one.refused)
        else:
            yield piece


def missing_entry(year: int, row: PlanRow) -> JsonDocument:
    """The entry of a planned class without a submission."""
    empty = Reviewed("")
    facts = plan_facts(year, row)
    entry = class_entry(f"{year}-{row.level}-{row.number}", [empty])
    return entry | facts | {
        "file": None, "files": [], "received": False, "clean": False, "conclusion": NOT_RECEIVED, "verdict": NOT_RECEIVED,
        "kind": "", "return_notice": [],
    }  # fmt: skip


def plan_facts(year: int, row: PlanRow) -> JsonDocument:
    return {
        "year": year, "level": row.level, "number": row.number, "topic": row.topic, "organiser": row.organiser,
        "months": row.months,
    }  # fmt: skip


def need_of_the_officer(entry: JsonDocument) -> tuple[Any, ...]:
    """Sort key: classes to return first (unreadable and contradictory ones before faulty ones), then those to inspect, passed and
    missing ones; the worst of each first."""
    unreadable, contradicts = bool(entry["refused"]), bool(entry["differences"] or entry["changed"])
    rank = (CONCLUSIONS.index(entry["conclusion"]), not unreadable, not contradicts)
    place = (entry["year"] or 0, entry["level"], entry["number"] or 0, entry["key"])
    return (*rank, -entry["errors"], -(entry["queries"] - entry["explained"]), -(entry["late_days"] or 0), *place)


def finding_entries(key: str, one: Reviewed) -> Iterable[JsonDocument]:
    names = ("code", "severity", "sheet", "cell", "message", "value", "expected", "fix", "clause", "explained")
    for finding in (one.document or {}).get("findings", ()):
        yield {"class": key, "file": one.file, **{name: finding[name] for name in names}}


def summed(classes: Iterable[JsonDocument], name: str) -> str:
    """The sum of yuan under ``name``, as text with two decimals."""
    return str(cents(sum((Decimal(entry[name]) for entry in classes if entry[name]), Decimal(0))))


def totals(classes: Sequence[JsonDocument]) -> list[JsonDocument]:
    """Totals of the received classes by level and organiser: classes, trainees, yuan."""
    groups: dict[tuple[str, str], list[JsonDocument]] = defaultdict(list)
    for entry in classes:
        if entry["received"] and not entry["refused"]:
            groups[entry["level"], entry["organiser"]].append(entry)
    return [
        {
            "level": level, "organiser": organiser, "classes": len(same),
            "trainees": sum(entry["trainees"] or 0 for entry in same),
            "total": summed(same, "total"), "subsidy": summed(same, "subsidy"),
        }
        for (level, organiser), same in sorted(groups.items())
    ]  # fmt: skip
