"""Findings on mixes and posts, and on TPS without guards."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pamtps_service.planning.columns import lengths_of_runs
from pamtps_service.planning.demand import Demand
from pamtps_service.planning.findings import finding
from pamtps_service.planning.groups import PostTable
from pamtps_service.planning.mixes import MixDemand
from pamtps_service.planning.summary import Ledger
from pamtps_service.records.area_codes import areas_in, to_text
from pamtps_service.records.plan import Finding

Int64 = NDArray[np.int64]


def mix_findings(mixes: Sequence[MixDemand], demand: Demand) -> list[Finding]:
    """Mixes that no whole number satisfies, and TNI above what a mix allows."""
    found = []
    for mix in mixes:
        rule = demand.rules[mix.rule].rule
        area = to_text(mix.code, mix.level)
        if mix.most is not None and not mix.whole:
            found.append(
                finding(
                    "warning",
                    "mix-without-whole-number",
                    area=area,
                    rule=mix.rule,
                    names={"rule": rule.title},
                    numbers={"least": mix.least, "most": mix.most},
                )
            )
        elif mix.most is not None and mix.given > mix.most:
            found.append(
                finding(
                    "warning",
                    "mix-above-bound",
                    area=area,
                    rule=mix.upper_rule,
                    names={"rule": demand.rules[mix.upper_rule].rule.title},
                    numbers={"given": mix.given, "most": mix.most},
                )
            )
    return found


def lone_posts(posts: PostTable, first_code: Int64) -> list[Finding]:
    """How many posts of each province hold one TPS though their size allows more: the rule's own
    answer, which a reader should see."""
    lone = first_code[(posts.stations == 1) & (posts.size > 1)]
    provinces, starts = areas_in(lone, "province")
    counts = lengths_of_runs(starts, len(lone))
    return [
        finding("info", "lone-posts", area=to_text(code, "province"), numbers={"posts": count})
        for code, count in zip(provinces.tolist(), counts.tolist(), strict=True)
    ]


def uncovered(ledger: Ledger) -> list[Finding]:
    """Every TPS that has no post."""
    bare = ledger.codes[ledger.post_of_tps < 0]
    return [finding("error", "not-covered", tps=code) for code in bare.tolist()]
