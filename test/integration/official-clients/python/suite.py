"""The official Python client over WebSocket against a server.

suite.py --list        prints the names of the checks
suite.py PORT NAME     runs one check; exit code 0 when it holds
"""

import sys

import queries  # noqa: F401
import schemaless  # noqa: F401
import statements  # noqa: F401
import subscriptions  # noqa: F401
from harness import CHECKS, NAME

if sys.argv[1:] == ["--list"]:
    print("\n".join(CHECKS))
else:
    CHECKS[NAME]()
