"""The parser of the command's arguments, with its own words in both languages.

argparse speaks English alone; its headings are set here, and its errors are put into Indonesian.
"""

from __future__ import annotations

import argparse
import difflib
import re
import sys
from collections.abc import Collection, Iterable, Sequence
from typing import Final, NoReturn

from pamtps_client.language import LANGUAGES, Language, Text, printable

_ALIKE: Final = 0.75
"""How alike two names are, at least, where one is taken for the other with a slip."""
_USAGE: Final = Text(id="pemakaian: ", en="usage: ")
_POSITIONALS: Final = Text(id="argumen", en="arguments")
_OPTIONS: Final = Text(id="opsi", en="options")
_MAYBE: Final = Text(id="Mungkin", en="Maybe")
_HELP: Final = Text(id="tampilkan bantuan ini", en="show this help")

_INDONESIAN: Final = tuple(
    (re.compile(pattern, re.DOTALL), words)
    for pattern, words in (
        (r"the following arguments are required: (.*)", r"harus diberikan: \1"),
        (r"unrecognized arguments: (.*)", r"argumen tidak dikenal: \1"),
        (
            r"argument (.*?): invalid choice: (.*?) \(choose from (.*)\)",
            r"\1: \2 tidak dikenal; pilih salah satu: \3",
        ),
        (
            r"argument (.*?): the value is empty; .*",
            r"\1: nilainya kosong; hilangkan bila tidak dimaksudkan",
        ),
        (r"argument (.*?): (.*) is no HOST:PORT", r"\1: \2 bukan HOST:PORT"),
        (r"argument (.*?): expected one argument", r"\1: harus diikuti satu nilai"),
        (r"argument (.*?): expected \d+ arguments?", r"\1: jumlah nilainya salah"),
        (r"argument (.*?): expected at least one argument", r"\1: harus diikuti nilai"),
        (r"argument (.*?): ignored explicit argument (.*)", r"\1: tidak menerima nilai \2"),
        (r"argument (.*?): not allowed with argument (.*)", r"\1: tidak boleh bersama \2"),
        (
            r"ambiguous option: (.*?) could match (.*)",
            r"opsi \1 dapat berarti beberapa opsi: \2",
        ),
    )
)


def in_indonesian(message: str) -> str:
    """An error of argparse in Indonesian; as it is where it is none of those known."""
    for pattern, words in _INDONESIAN:
        match = pattern.fullmatch(message)
        if match:
            return match.expand(words)
    return message


class Parser(argparse.ArgumentParser):
    """A parser whose headings, help and errors are in one language."""

    language: Language = "en"
    may_be_empty: Collection[str] = ()
    """Names of arguments of which an empty value has a meaning. Of others it is an empty variable
    of the shell, and would stand for an option that is not given."""

    @classmethod
    def speaking(cls, language: Language) -> type[Parser]:
        """The parser of a language; parsers of subcommands are made of the same."""
        return type("Parser", (cls,), {"language": language})

    def __init__(
        self,
        prog: str | None = None,
        *,
        description: str | None = None,
        epilog: str | None = None,
        parents: Iterable[argparse.ArgumentParser] = (),
        add_help: bool = True,
    ) -> None:
        super().__init__(
            prog=prog,
            description=description,
            epilog=epilog,
            parents=list(parents),
            formatter_class=_formatter(self.language),
            add_help=False,
        )
        self._positionals.title = _POSITIONALS[self.language]
        self._optionals.title = _OPTIONS[self.language]
        if add_help:
            self.add_argument("-h", "--help", action="help", help=_HELP[self.language])

    def parse_known_args(  # type: ignore[override]
        self,
        args: Sequence[str] | None = None,
        namespace: argparse.Namespace | None = None,
    ) -> tuple[argparse.Namespace, list[str]]:
        """The arguments, all of them known: of a subcommand its own parser says which are not, with
        what that one takes."""
        found, unknown = super().parse_known_args(args, namespace)
        for action in self._actions:
            given = getattr(found, action.dest, None)
            if action.dest in self.may_be_empty or given == action.default:
                continue
            if "" in (given if isinstance(given, list) else [given]):
                name = "/".join(action.option_strings) or action.metavar or action.dest
                self.error(f"argument {name}: the value is empty; leave it out where none is meant")
        if unknown:
            close = filter(None, (self._closest(word) for word in unknown if word[:1] == "-"))
            meant = " ".join(close)
            maybe = f"\n  {_MAYBE[self.language]}: {meant}" if meant else ""
            self._fail(f"unrecognized arguments: {' '.join(unknown)}", maybe)
        return found, []

    def _closest(self, word: str) -> str:
        """The option that was probably meant; empty where none is like it."""
        options = self._option_string_actions
        name = word.partition("=")[0]
        return next(iter(difflib.get_close_matches(name, options, 1, _ALIKE)), "")

    def error(self, message: str) -> NoReturn:
        """Print how the command is used and what is wrong, and end with exit code 2."""
        self._fail(message)

    def _fail(self, message: str, maybe: str = "") -> NoReturn:
        words = in_indonesian(message) if self.language == "id" else message
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {printable(words)}{maybe}\n")


def _formatter(language: Language) -> type[argparse.HelpFormatter]:
    class Formatter(argparse.RawDescriptionHelpFormatter):
        def add_usage(  # type: ignore[no-untyped-def]
            self, usage, actions, groups, prefix=None
        ) -> None:
            # an empty prefix is meant: so subparsers get the start of their own names
            if prefix is None:
                prefix = _USAGE[language]
            super().add_usage(usage, actions, groups, prefix)

    return Formatter


def server_address(text: str) -> str:
    """The address of a server as an option gives it, `HOST:PORT` or a target that gRPC knows.
    ArgumentTypeError where it is none: gRPC would ask another port, or say so in words of its own.
    """
    scheme, colon, _ = text.partition(":")
    if colon and scheme in ("dns", "ipv4", "ipv6", "unix", "unix-abstract", "vsock", "xds"):
        return text
    port = text.rpartition(":")[2]
    if "//" in text or not (port.isascii() and port.isdigit() and 0 < int(port) < 2**16):
        raise argparse.ArgumentTypeError(f"{text!r} is no HOST:PORT")
    return text


def add_language(parser: argparse.ArgumentParser, language: Language) -> None:
    """Add the option of every command that chooses the language of its output."""
    parser.add_argument(
        "--lang",
        choices=LANGUAGES,
        help=Text(
            id="bahasa keluaran (PAMTPS_LANG, lalu LANG, atau en)",
            en="language of the output (PAMTPS_LANG, then LANG, else en)",
        )[language],
    )
