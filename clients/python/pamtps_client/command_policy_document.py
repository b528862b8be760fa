"""`pamtps policy document`: a policy as a document for signature, in HTML or PDF.

The page is made by the service, which comes with the extra `service`.
"""

from __future__ import annotations

import argparse
import os
from typing import Final

from pamtps_client.chromium import PdfFailed, print_pdf
from pamtps_client.command import without_service
from pamtps_client.language import Language, Text, filled, printable
from pamtps_client.one_policy import PolicyRefused, read_one_policy
from pamtps_client.outcome import Exit
from pamtps_client.output import complain, say, say_exactly
from pamtps_client.plan_file import write_whole
from pamtps_client.system_errors import why


def run_document(options: argparse.Namespace) -> int:
    """Render, print or write, and return the exit code."""
    language: Language = options.language
    out: str | None = options.out
    try:
        from pamtps_service.rendering.document import render_document
    except ModuleNotFoundError as error:
        return without_service(error, language)
    ending = os.path.splitext(out)[1].lower() if out else ".html"
    if ending not in (".html", ".pdf"):
        complain(f"pamtps: {filled(_ENDING, found=printable(out or ''))[language]}")
        return Exit.BAD_INPUT
    try:
        policy, _ = read_one_policy(options.path, language)
    except PolicyRefused as refused:
        complain("\n".join(refused.lines))
        return Exit.BAD_INPUT
    page = render_document(policy, language)
    if out is None:
        say_exactly(page)
        return Exit.COMPLETE
    try:
        write_whole(out, print_pdf(page, os.environ) if ending == ".pdf" else page)
    except PdfFailed as failed:
        complain(f"pamtps: {failed.reason[language]}")
        return Exit.BAD_INPUT
    except OSError as error:
        words = filled(_NOT_WRITTEN, path=printable(out), reason=why(error))
        complain(f"pamtps: {words[language]}")
        return Exit.BAD_INPUT
    words = filled(_WRITTEN, path=printable(out), policy=policy.id, digest=policy.digest)
    say(f"{words[language]}\n")
    return Exit.COMPLETE


_ENDING: Final = Text(
    id="--out berisi {found}; berkas itu harus berakhiran .html atau .pdf",
    en="--out is {found}; the file must end in .html or .pdf",
)
_NOT_WRITTEN: Final = Text(
    id="{path} tidak dapat ditulis: {reason}", en="{path} could not be written: {reason}"
)
_WRITTEN: Final = Text(
    id="{path}: kebijakan {policy}, sidik isi {digest}",
    en="{path}: policy {policy}, digest {digest}",
)
