"""The one policy that a command of `pamtps policy` speaks of, from a file of a rules folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pamtps_client.command_policy_check import not_there
from pamtps_client.fault_report import FaultReport
from pamtps_client.language import Language, Text, filled, printable

if TYPE_CHECKING:
    from pamtps_service.policy.load import PolicySet
    from pamtps_service.policy.model import Policy


class PolicyRefused(Exception):  # noqa: N818 - says what happened
    """There is no such policy, or its folder has faults."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        """What is wrong, in the language asked."""
        super().__init__("\n".join(lines))


def read_one_policy(path: str, language: Language) -> tuple[Policy, PolicySet]:
    """The policy of a file, and all those of its folder, which it may extend.

    Raises PolicyRefused, or ModuleNotFoundError without the extra `service`.
    """
    from pamtps_service.policy.load import check_folder

    if not os.path.exists(path):
        raise PolicyRefused([f"pamtps: {not_there(path)[language]}"])
    folder, file = ("", "") if os.path.isdir(path) else os.path.split(path)
    checked = check_folder(Path((folder if file else path) or "."))
    if checked.policies is None:
        raise PolicyRefused(FaultReport(language).all_shown(checked.faults, folder or path))
    policies = checked.policies
    for policy in policies.policies.values():
        if policy.position.file == file:
            return policy, policies
    files = sorted(policy.position.file for policy in policies.policies.values())
    words = filled(
        _NO_POLICY if file else _FOLDER,
        path=printable(path),
        files=", ".join(os.path.join(folder if file else path, one) for one in files),
    )
    raise PolicyRefused([f"pamtps: {words[language]}"])


_FOLDER: Final = Text(
    id="{path} adalah folder; beri salah satu berkas kebijakannya: {files}",
    en="{path} is a folder; give one of its policies: {files}",
)
_NO_POLICY: Final = Text(
    id="{path} bukan berkas kebijakan; yang ada di foldernya: {files}",
    en="{path} is no policy; those of its folder are: {files}",
)
