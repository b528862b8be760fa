"""Callers of a service that send prepared bytes and do not decode the replies.

python -m benchmarks.callers ADDRESS METHOD CALLERS SECONDS PAUSE FILE

Each caller waits PAUSE seconds after each call. Prints the seconds of each call, and those of all
together, as JSON. In a process of their own, so that what is measured shares no interpreter with
them.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import grpc


def main() -> None:
    """Call until the time is over."""
    address, method, callers, seconds, pause, file = sys.argv[1:]
    content = Path(file).read_bytes()
    unlimited = [
        ("grpc.max_receive_message_length", -1),
        ("grpc.max_send_message_length", -1),
        ("grpc.use_local_subchannel_pool", 1),
    ]
    taken: list[float] = []
    print("ready", flush=True)
    sys.stdin.readline()
    began = time.perf_counter()
    until = began + float(seconds)

    def call() -> None:
        with grpc.insecure_channel(address, options=unlimited) as channel:
            ask: Callable[[bytes], bytes] = channel.unary_unary(method)  # type: ignore[assignment]
            while time.perf_counter() < until:
                start = time.perf_counter()
                ask(content)
                taken.append(time.perf_counter() - start)
                time.sleep(float(pause))

    threads = [threading.Thread(target=call) for _ in range(int(callers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    json.dump({"calls": taken, "all": time.perf_counter() - began}, sys.stdout)


if __name__ == "__main__":
    main()
