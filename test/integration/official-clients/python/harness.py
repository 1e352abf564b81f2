"""What the checks of the official Python client share: the server, databases of their own, comparing and waiting."""

import sys
import time

import taosws

START = 1_700_000_000_000  # 2023-11-14T22:13:20Z in milliseconds
POINT = bytes.fromhex("0101000000000000000000f03f0000000000000040")  # POINT(1 2) as WKB
CHECKS = {}
PORT, NAME = sys.argv[1:] if len(sys.argv) == 3 else ("", "")
DATABASE = "py_" + NAME.replace(" ", "_")


def check(function):
    CHECKS[function.__name__.replace("_", " ")] = function
    return function


def same(what, expected, found):
    if expected != found:
        raise AssertionError(f"{what}: expected {expected!r}, found {found!r}")


def refused(what, error, text, action):
    try:
        action()
    except error as refusal:
        same(what, True, text in str(refusal) or str(refusal))
    else:
        raise AssertionError(f"{what}: no error")


def dsn(database="", user="root:taosdata"):
    return f"taosws://{user}@127.0.0.1:{PORT}/{database}"


def fresh_database(precision="ms", vgroups=1):
    """A connection to an empty database of this check's own."""
    connection = taosws.connect(dsn())
    connection.execute(f"drop database if exists {DATABASE}")
    connection.execute(f"create database {DATABASE} precision '{precision}' vgroups {vgroups} wal_retention_period 3600")
    return taosws.connect(dsn(DATABASE))


def rows(connection, sql):
    return [tuple(row) for row in connection.query(sql)]


def until_done(what, action):
    """Repeats what fails for a moment only, for 10 seconds at most."""
    deadline = time.time() + 10
    while True:
        try:
            return action()
        except taosws.Error as refusal:
            if time.time() > deadline:
                raise AssertionError(f"{what}: {refusal}") from refusal
            time.sleep(0.1)


def until_true(what, find, condition):
    """Repeats until what is found meets the condition, for 10 seconds at most; gives what was found."""
    deadline = time.time() + 10
    while not condition(found := find()):
        if time.time() > deadline:
            raise AssertionError(f"{what}: {found}")
        time.sleep(0.1)
    return found


def kill_and_restart():
    """Asks the test to kill the server and start it again, and waits until that is done."""
    print("connected", flush=True)
    sys.stdin.readline()
