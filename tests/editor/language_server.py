"""A client of the YAML language server, over its standard input and output."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import threading
from pathlib import Path
from typing import IO, Any, Final

SERVER: Final = Path("node_modules", "yaml-language-server", "bin", "yaml-language-server")
SECONDS: Final = 60
SETTINGS: Final[dict[str, Any]] = {
    "yaml": {
        "schemaStore": {"enable": False},
        "kubernetesCRDStore": {"enable": False},
        "validate": True,
        "hover": True,
        "completion": True,
        "schemas": {},
    }
}


class LanguageServer:
    """One server, that fetches nothing: schemas are files beside the document."""

    def __init__(self, packages: Path, workspace: Path) -> None:
        self._process = subprocess.Popen(
            ["node", str(packages / SERVER), "--stdio"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # what would be fetched all the same is refused at once
            env={
                "PATH": os.environ["PATH"],
                "HTTP_PROXY": "http://127.0.0.1:9",
                "NODE_OPTIONS": "",
            },
        )
        self._messages: queue.Queue[dict[str, Any]] = queue.Queue()
        self._diagnostics: dict[str, list[dict[str, Any]]] = {}
        self._number = 0
        self._versions: dict[str, int] = {}
        assert self._process.stdout is not None
        threading.Thread(target=self._read, args=(self._process.stdout,), daemon=True).start()
        root = workspace.as_uri()
        self.ask(
            "initialize",
            {
                "processId": None,
                "rootUri": root,
                "workspaceFolders": [{"uri": root, "name": "rules"}],
                "capabilities": {
                    "workspace": {"configuration": True, "workspaceFolders": True},
                    "textDocument": {"hover": {"contentFormat": ["markdown", "plaintext"]}},
                },
            },
        )
        self._send({"method": "initialized", "params": {}})
        self._send({"method": "workspace/didChangeConfiguration", "params": {"settings": SETTINGS}})

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()

    def open(self, path: Path, text: str) -> list[dict[str, Any]]:
        """The document with this text, from now on; what the server finds wrong with it."""
        uri = path.as_uri()
        version = self._versions.get(uri, 0) + 1
        self._versions[uri] = version
        self._diagnostics.pop(uri, None)
        document = {"uri": uri, "languageId": "yaml", "version": version, "text": text}
        if version == 1:
            self._send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        else:
            self._send(
                {
                    "method": "textDocument/didChange",
                    "params": {
                        "textDocument": {"uri": uri, "version": version},
                        "contentChanges": [{"text": text}],
                    },
                }
            )
        while uri not in self._diagnostics:
            self._take()
        return self._diagnostics[uri]

    def completions(self, path: Path, line: int, column: int) -> list[str]:
        """What may stand at a place (from 0)."""
        found = self.ask("textDocument/completion", _at(path, line, column))
        items = found["items"] if isinstance(found, dict) else found or []
        return [item["label"] for item in items]

    def hover(self, path: Path, line: int, column: int) -> str:
        """What is shown over a place (from 0)."""
        found = self.ask("textDocument/hover", _at(path, line, column))
        return "" if found is None else str(found["contents"]["value"])

    def ask(self, method: str, params: dict[str, Any]) -> Any:
        """The result of a request."""
        self._number += 1
        number = self._number
        self._send({"id": number, "method": method, "params": params})
        while True:
            message = self._take()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message["error"]
                return message["result"]

    def _send(self, message: dict[str, Any]) -> None:
        content = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(content), content))
        self._process.stdin.flush()

    def _take(self) -> dict[str, Any]:
        """The next message; the server's own requests are answered."""
        message = self._messages.get(timeout=SECONDS)
        if "method" in message and "id" in message:
            result: Any = None
            if message["method"] == "workspace/configuration":
                items = message["params"]["items"]
                result = [SETTINGS.get(item.get("section", ""), {}) for item in items]
            self._send({"id": message["id"], "result": result})
        elif message.get("method") == "textDocument/publishDiagnostics":
            params = message["params"]
            self._diagnostics[params["uri"]] = params["diagnostics"]
        return message

    def _read(self, stream: IO[bytes]) -> None:
        while head := stream.readline():
            length = int(head.split(b":")[1])
            while stream.readline().strip():
                pass
            self._messages.put(json.loads(stream.read(length)))


def _at(path: Path, line: int, column: int) -> dict[str, Any]:
    return {
        "textDocument": {"uri": path.as_uri()},
        "position": {"line": line, "character": column},
    }
