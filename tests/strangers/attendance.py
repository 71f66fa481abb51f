"""Strangers' attendance: one of the layouts by seed, and who missed what."""

from __future__ import annotations

from tests.strangers import absences, exports, grids, offices
from tests.strangers.grids import PEOPLE, Maker, truth_of
from tests.strangers.model import Chance, Stranger, names

MAKERS: tuple[Maker, ...] = (
    grids.half_day_grid, grids.half_day_grid, grids.half_day_grid, grids.day_grid, grids.week_grid, grids.lesson_grid,
    grids.sheet_a_day, grids.some_days, grids.some_days, grids.weekday_grid, grids.across, grids.leave_list, grids.counts_only,
    grids.with_evening, grids.two_sources, exports.ding_daily, exports.ding_monthly, exports.ding_raw, exports.wecom_daily,
    exports.lark_daily, exports.tencent, exports.form_sign_in, exports.chaoxing, exports.rain, grids.in_and_out,
    exports.leave_approvals, absences.register, absences.absentees, absences.counted_days, absences.halves_beside_a_day,
    absences.sheet_a_half_day, offices.hospital, offices.abreast, offices.arrival_too, offices.totals_too, offices.with_reasons,
    offices.slips, offices.lectures, offices.words_in_cells, offices.in_groups, offices.whole_month, grids.coming_and_leaving,
)  # fmt: skip


def stranger(seed: int) -> Stranger:
    chance = Chance(f"考勤{seed}")
    people = names(chance, PEOPLE)
    found = MAKERS[seed % len(MAKERS)](chance, people, truth_of(chance, people))
    found.seed, found.more = seed, {"people": people, **found.more}
    found.name = f"{seed:04}{found.name}"
    return found
