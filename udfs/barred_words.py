"""Words in remarks and summaries that name an expense the rules bar (notice 二, 五(四); 财行〔2016〕540号)."""

from __future__ import annotations

from udfs.cells import Value, plain
from udfs.notice.parameters import Parameters


def barred_words(value: Value, p: Parameters) -> tuple[str, ...]:
    """The barred words in a text, after the allowed words that hold them (酒店, 烟台 …) are cut out.

    >>> from udfs.notice.parameters import parameters_for
    >>> barred_words("酒店会议室租金", parameters_for(2025)), barred_words("现场教学景区门票", parameters_for(2025))
    ((), ('景区', '门票'))
    """
    rest = plain(value)
    if not rest:
        return ()
    for allowed in sorted(p.allowed_words, key=len, reverse=True):
        # A mark stays in its place, so that the text on both sides does not grow together into another word.
        rest = rest.replace(allowed, "|")
    return tuple(word for word in p.barred_words if word in rest)
