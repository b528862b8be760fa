"""What a verification has found so far: statements counted, violations bounded by code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pamtps_service.policy.catalogue import render, render_repair
from pamtps_service.policy.catalogue.repairs import WITHOUT
from pamtps_service.policy.model import INT32_MAX, INT32_MIN, Text
from pamtps_service.records.plan import Violation

LISTED: Final = 100
"""At most so many violations of one code are listed; one of code `more-violations`, at the end,
says how many there are."""

Numbers = (
    NDArray[np.int64] | NDArray[np.int32] | NDArray[np.int8] | Callable[[int], int] | int | None
)


class Report:
    """Collects. The order of violations is the order in which they were found, by code.

    Args:
        step: called between checks, and inside those that go from part to part; may raise to end
            the verification.
    """

    def __init__(self, step: Callable[[], None] = lambda: None) -> None:
        self.step = step
        self.statements = 0
        self._listed: dict[str, list[Violation]] = {}
        self._totals: dict[str, int] = {}

    def checked(self, statements: int = 1) -> None:
        """Count statements that were checked, whatever the outcome."""
        self.statements += statements

    def add(
        self,
        code: str,
        place: str,
        /,
        *,
        rule: int | None = None,
        required: int | None = None,
        given: int | None = None,
        repair: str = "",
        **texts: int | str | Text,
    ) -> None:
        """One violation; place, numbers and texts fill the catalogue's message and repair.

        `repair` says which of the repairs of the code it is, where there are several.
        """
        self._totals[code] = self._totals.get(code, 0) + 1
        listed = self._listed.setdefault(code, [])
        if len(listed) >= LISTED:
            return
        fields: dict[str, int | str | Text] = {"place": place, **texts}
        if required is not None:
            fields["required"] = required
        if given is not None:
            fields["given"] = given
        message = render(code, **fields)
        mended = None
        if code not in WITHOUT:
            mended = render_repair(f"{code}/{repair}" if repair else code, **fields)
        listed.append(
            Violation(code, place, rule, _int32(required), _int32(given), message, mended)
        )

    def rows(
        self,
        code: str,
        path: str,
        wrong: NDArray[np.intp],
        *,
        rule: int | None = None,
        required: Numbers = None,
        given: Numbers = None,
        texts: Callable[[int], Mapping[str, Any]] = lambda row: {},  # noqa: ARG005
    ) -> None:
        """One violation for each index in `wrong`, at `path[index]`; columns are read there, and
        what is worked out for a violation alone is asked for.

        `texts` gives the texts of an index, and `repair` where there are several.
        """
        room = LISTED - len(self._listed.get(code, ()))
        for row in wrong[: max(room, 0)].tolist():
            self.add(
                code,
                f"{path}[{row}]",
                rule=rule,
                required=_at(required, row),
                given=_at(given, row),
                **texts(row),
            )
        unlisted = len(wrong) - max(room, 0)
        if unlisted > 0:
            self._totals[code] = self._totals.get(code, 0) + unlisted

    def violations(self) -> tuple[Violation, ...]:
        """All that are listed, in the order of their codes' first occurrence, then the counts."""
        listed = [violation for group in self._listed.values() for violation in group]
        for code, total in self._totals.items():
            if total > LISTED:
                message = render("more-violations", name=code, given=total, required=LISTED)
                listed.append(
                    Violation("more-violations", code, None, None, _int32(total), message)
                )
        return tuple(listed)


def _at(numbers: Numbers, row: int) -> int | None:
    if numbers is None or isinstance(numbers, int):
        return numbers
    if callable(numbers):
        return numbers(row)
    return int(numbers[row])


def _int32(number: int | None) -> int | None:
    """The number within 32 bits: a nonsensical plan may add up to more than a reply can carry."""
    return None if number is None else max(INT32_MIN, min(INT32_MAX, number))
