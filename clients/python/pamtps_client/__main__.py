"""`python -m pamtps_client` is the command `pamtps`."""

from __future__ import annotations

import sys

from pamtps_client.command import main

if __name__ == "__main__":
    sys.exit(main())
