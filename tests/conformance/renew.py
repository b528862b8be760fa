"""Write every golden file anew: `python -m tests.conformance.renew`.

Nothing is judged here. What changes is to be looked at with `git diff` before it is kept.
"""

from __future__ import annotations

from tests.conformance.case_files import all_cases, golden_text, planned


def main() -> None:
    """Write what has changed, and say which files."""
    for case in all_cases():
        text = golden_text(case, planned(case.folder))
        if not case.golden.is_file() or case.golden.read_text(encoding="utf-8") != text:
            case.golden.write_text(text, encoding="utf-8", newline="\n")
            print(f"written: {case.folder.name}/{case.golden.name}")


if __name__ == "__main__":
    main()
