"""How the clients are connected: their defaults, limits, and which calls gRPC tries again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from pamtps_client.language import SettingError, Text

DEFAULT_SERVER: Final = "127.0.0.1:50051"
DEFAULT_TIMEOUT: Final = 120.0
DEFAULT_MAX_MESSAGE_BYTES: Final = 512 * 1024 * 1024

# Only UNAVAILABLE is tried again: planning the same content gives the same plan under the same
# name, so a second attempt does no harm, but any other answer is one.
_SERVICE_CONFIG: Final = json.dumps(
    {
        "methodConfig": [
            {
                "name": [{}],
                "retryPolicy": {
                    "maxAttempts": 4,
                    "initialBackoff": "0.2s",
                    "maxBackoff": "2s",
                    "backoffMultiplier": 2,
                    "retryableStatusCodes": ["UNAVAILABLE"],
                },
            }
        ]
    }
)

Options = list[tuple[str, int | str]]


def call_options(server: str, max_message_bytes: int) -> Options:
    """Options of the channel for calls with one request and one reply, which gRPC tries again."""
    return [
        *_options(server, max_message_bytes),
        ("grpc.service_config", _SERVICE_CONFIG),
        ("grpc.enable_retries", 1),
        # Requests larger than this buffer (256 KiB where silent) would not be tried again.
        ("grpc.per_rpc_retry_buffer_size", max_message_bytes),
    ]


def stream_options(server: str, max_message_bytes: int) -> Options:
    """Options of the channel for streams, which gRPC does not try again.

    It would keep all that was sent until the first answer, which comes after the last chunk: the
    whole batch, which the caller of a stream need not hold. Streams are tried again in `stream`.
    """
    return [*_options(server, max_message_bytes), ("grpc.enable_retries", 0)]


def _options(server: str, max_message_bytes: int) -> Options:
    options: Options = [
        ("grpc.max_send_message_length", max_message_bytes),
        ("grpc.max_receive_message_length", max_message_bytes),
        # BadRequest comes in trailing metadata, at most 4 KiB of it.
        ("grpc.max_metadata_size", 64 * 1024),
    ]
    if server.rpartition(":")[0] in ("127.0.0.1", "localhost", "[::1]"):
        options.append(("grpc.enable_http_proxy", 0))
    return options


def message_limit(given: int | None, environment: Mapping[str, str]) -> int:
    """Largest request and reply in bytes: what is given, else PAMTPS_MAX_MESSAGE_BYTES, else the
    default. Raises SettingError where the variable is no number of bytes.
    """
    if given is not None:
        return given
    found = environment.get("PAMTPS_MAX_MESSAGE_BYTES", "")
    if not found:
        return DEFAULT_MAX_MESSAGE_BYTES
    if not (found.isascii() and found.isdigit() and 0 < int(found) < 2**31):
        allowed = Text(id="1 sampai 2147483647 bita", en="1 to 2147483647 bytes")
        raise SettingError("PAMTPS_MAX_MESSAGE_BYTES", found, allowed)
    return int(found)
