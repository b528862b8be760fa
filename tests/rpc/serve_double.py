"""`pamtps serve` with the calls of double.py."""

from __future__ import annotations

import sys

from pamtps_service.rpc.pool import Source
from pamtps_service.rpc.serve import main

if __name__ == "__main__":
    source = Source(calls="tests.rpc.double", load="tests.rpc.double")
    raise SystemExit(main(sys.argv[1:], source))
