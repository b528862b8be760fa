"""HTML: elements from texts, everything escaped; and the frame of a page that prints on A4."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import Final

from pamtps_service.policy.catalogue import Language

_STYLE: Final = """\
@page { size: A4; margin: 20mm 18mm 22mm 18mm;
  @bottom-left { content: "%(foot)s"; font: 8pt Georgia, "Times New Roman", serif; color: #333; }
  @bottom-right { content: counter(page) " / " counter(pages);
    font: 8pt Georgia, "Times New Roman", serif; color: #333; } }
html { font: 10.5pt/1.4 Georgia, "Times New Roman", serif; color: #000; background: #fff; }
body { max-width: 174mm; margin: 0 auto; padding: 8mm; }
@media print { body { max-width: none; margin: 0; padding: 0; } }
header { text-align: center; border-bottom: 2.5pt double #000; margin-bottom: 6mm;
  padding-bottom: 4mm; }
header .issuer { text-transform: uppercase; letter-spacing: .06em; font-weight: bold; margin: 0; }
h1 { font-size: 15pt; margin: 3mm 0 0; line-height: 1.25; }
h2 { font-size: 12pt; margin: 7mm 0 2mm; border-bottom: .6pt solid #000; break-after: avoid; }
h3 { font-size: 10.5pt; margin: 5mm 0 1.5mm; break-after: avoid; }
p { margin: 0 0 1.5mm; orphans: 2; widows: 2; }
p.note { font-style: italic; font-size: 9.5pt; break-after: avoid; }
table { border-collapse: collapse; width: calc(100%% - 1px); margin: 0 0 3mm; font-size: 9.5pt; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { border: .5pt solid #666; padding: 1.1mm 1.8mm; text-align: left; vertical-align: top;
  overflow-wrap: break-word; }
th { background: #eee; print-color-adjust: exact; -webkit-print-color-adjust: exact;
  overflow-wrap: normal; }
td.number, th.number { text-align: right; }
td.short { white-space: nowrap; }
table.facts { border: 0; font-size: 10.5pt; }
table.facts th, table.facts td { border: 0; background: none; padding: .5mm 2mm .5mm 0; }
table.facts th { width: 34mm; font-weight: normal; }
table.rules { table-layout: fixed; }
table.rules th:nth-child(1) { width: 7mm; }
table.rules th:nth-child(3) { width: 28%%; }
table.rules th:nth-child(4) { width: 29mm; }
table.patterns { table-layout: fixed; }
table.patterns tr { break-inside: auto; }
table.patterns th { font-size: 8.5pt; white-space: normal; }
table.patterns th:nth-child(1) { width: 11%%; }
table.patterns th:nth-child(2) { width: 32%%; }
table.patterns th:nth-child(n+3) { width: 9%%; }
table.patterns th:nth-child(4) { width: 11%%; }
table.patterns th:nth-child(8) { width: 16%%; }
ul.kinds li { break-inside: avoid; }
ul.kinds { margin: 0; padding-left: 4mm; }
code { font: 8.5pt/1.3 "DejaVu Sans Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.small { font-size: 8.5pt; color: #333; }
ol.claims { margin: 0 0 3mm; padding-left: 8mm; }
section.signature { break-inside: avoid; margin-top: 9mm; }
section.signature table { border: 0; width: 82mm; margin: 4mm 0 0 auto; font-size: 10.5pt; }
section.signature th, section.signature td { border: 0; background: none; font-weight: normal;
  padding: 1mm 0; vertical-align: bottom; }
section.signature th { width: 32mm; }
section.signature td { border-bottom: .5pt dotted #000; }
section.signature td.space { height: 24mm; border-bottom: .8pt solid #000; }
section.signature td.issuer { padding-top: 4mm; border: 0; font-weight: bold; }
"""


def element(name: str, inner: str, kind: str = "") -> str:
    """An element around HTML; `kind` is its class."""
    of_kind = f' class="{escape(kind)}"' if kind else ""
    return f"<{name}{of_kind}>{inner}</{name}>"


def text(name: str, words: str, kind: str = "") -> str:
    """An element around a text, which is escaped."""
    return element(name, escape(words), kind)


def table(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    kinds: Sequence[str] = (),
    of: str = "",
) -> str:
    """A table whose head stands again on every page.

    Args:
        heads: texts of the columns.
        rows: cells as HTML.
        kinds: classes of the columns; none where silent.
        of: class of the table.
    """
    of_column = [*kinds, *[""] * (len(heads) - len(kinds))]
    head = "".join(text("th", one, kind) for one, kind in zip(heads, of_column, strict=True))
    body = "\n".join(
        element(
            "tr",
            "".join(element("td", cell, kind) for cell, kind in zip(row, of_column, strict=True)),
        )
        for row in rows
    )
    inner = f"\n<thead>{element('tr', head)}</thead>\n<tbody>\n{body}\n</tbody>\n"
    return element("table", inner, of)


def facts(rows: Sequence[tuple[str, str]]) -> str:
    """Names with what they stand for, as HTML, beside each other."""
    lines = "\n".join(element("tr", text("th", name) + element("td", cell)) for name, cell in rows)
    return f'<table class="facts">\n<tbody>\n{lines}\n</tbody>\n</table>'


def page(title: str, foot: str, parts: Sequence[str], language: Language) -> str:
    """A whole page, complete in itself.

    Args:
        title: of the page.
        foot: stands at the foot of each sheet; letters, digits, spaces, full stops and hyphens.
        parts: HTML of the body.
        language: of its texts.
    """
    if not re.fullmatch(r"[\w .-]*", foot):
        raise ValueError(f"not a foot: {foot}")
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return "\n".join(
        (
            "<!DOCTYPE html>",
            f'<html lang="{language}">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            text("title", title),
            f"<style>\n{_STYLE % {'foot': foot}}</style>",
            "</head>",
            "<body>",
            *parts,
            "</body>",
            "</html>",
            "",
        )
    )
