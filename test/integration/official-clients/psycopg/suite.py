"""psycopg 3 against a KWDB server.

suite.py --list        prints the names of the checks
suite.py PORT NAME     runs one check; exit code 0 when it holds
"""

import sys
from datetime import datetime, timedelta, timezone
from decimal import Decimal

import psycopg

CHECKS = {}
PORT, NAME = sys.argv[1:] if len(sys.argv) == 3 else ("", "")
DATABASE = "py_" + NAME.replace(" ", "_")
START = datetime(2023, 11, 14, 22, 13, 20, tzinfo=timezone.utc)
START_MS = 1_700_000_000_000
EVERY_COLUMN = (
    "ts timestamptz(3) not null, t timestamp(6), i2 int2, i4 int4, i8 int8, f4 float4, f8 float8, b bool,"
    " c char(10), nc nchar(10), v varchar(100), nv nvarchar(100), vb varbytes(20)"
)


def check(function):
    CHECKS[function.__name__.replace("_", " ")] = function
    return function


def same(what, expected, found):
    if expected != found:
        raise AssertionError(f"{what}: expected {expected!r}, found {found!r}")


def refused(what, error, action):
    try:
        action()
    except error:
        return
    raise AssertionError(f"{what}: no error")


def connect(database="defaultdb", **more):
    return psycopg.connect(f"host=127.0.0.1 port={PORT} user=root dbname={database}", autocommit=True, **more)


def fresh_database():
    """A connection to an empty database of this check's own."""
    connection = connect()
    connection.execute(f"drop database if exists {DATABASE} cascade")
    connection.execute(f"create ts database {DATABASE}")
    return connect(DATABASE)


@check
def connect_as_users_that_exist():
    connection = connect()
    same("protocol", 90500, connection.info.server_version)
    for parameter in ("client_encoding", "TimeZone", "DateStyle", "standard_conforming_strings", "integer_datetimes"):
        same(parameter, True, connection.info.parameter_status(parameter) is not None)
    same("KWDB", True, connection.info.parameter_status("kwdb_version") is not None)
    same("one", (1,), connection.execute("select 1").fetchone())
    psycopg.connect(f"host=127.0.0.1 port={PORT} user=test password=anything dbname=defaultdb").close()
    refused(
        "nobody",
        psycopg.OperationalError,
        lambda: psycopg.connect(f"host=127.0.0.1 port={PORT} user=nobody dbname=defaultdb"),
    )


@check
def every_type():
    connection = fresh_database()
    connection.execute(f"create table t ({EVERY_COLUMN}) tags (host varchar(64) not null) primary tags (host)")
    connection.execute(
        f"insert into t values ({START_MS}, '2023-11-14 22:13:20.123456', -32768, 2147483647, 9007199254740993, 1.5, -1.25e-7,"
        f" true, 'it''s', '中文', 'a\"b\\c', 'ž', b'\\x00\\xff', 'h'),"
        f" ({START_MS + 1}, null, null, null, null, null, null, null, null, null, null, null, null, 'h')"
    )
    first = [
        START,
        datetime(2023, 11, 14, 22, 13, 20, 123456),
        -32768,
        2147483647,
        9007199254740993,
        1.5,
        -1.25e-7,
        True,
        "it's",
        "中文",
        'a"b\\c',
        "ž",
    ]
    for binary in (False, True):
        # A parameter takes the extended protocol.
        query = "select * from t where i8 = %s or i8 is null order by ts"
        rows = connection.cursor(binary=binary).execute(query, (9007199254740993,)).fetchall()
        # KWDB's own character types are unknown to the driver, which gives their bytes in binary results.
        found = [value.decode() if isinstance(value, bytes) else value for value in rows[0][:12]]
        same(f"values, binary {binary}", first, found)
        same("bytes", b"\x00\xff" if binary else "\\x00ff", rows[0][12])
        same("tag", "h", rows[0][13])
        same("NULLs", (START + timedelta(milliseconds=1), *[None] * 12, "h"), rows[1])


@check
def prepared_insert_and_select():
    connection = fresh_database()
    connection.execute("create table m (ts timestamptz(3) not null, v int4) tags (host varchar(64) not null) primary tags (host)")
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into m (ts, v, host) values (%s, %s, %s)",
            [(START + timedelta(seconds=n), n, f"h{n % 3}") for n in range(100)],
        )
    for n in range(10):
        query = "select count(*), sum(v) from m where host = %s and v >= %s"
        rows = connection.execute(query, (f"h{n % 3}", n), prepare=True).fetchall()
        expected = [v for v in range(100) if v % 3 == n % 3 and v >= n]
        same("rows", [(len(expected), Decimal(sum(expected)))], rows)
    rows = connection.execute("select v from m where ts >= %s order by ts", (START + timedelta(seconds=97),)).fetchall()
    same("by time", [(97,), (98,), (99,)], rows)


@check
def many_rows():
    connection = fresh_database()
    connection.execute("create table m (ts timestamptz(3) not null, v int8) tags (host int4 not null) primary tags (host)")
    for start in range(0, 20_000, 5_000):
        values = ", ".join(f"({START_MS + n}, {n}, {n % 7})" for n in range(start, start + 5_000))
        same("count", 5_000, connection.execute(f"insert into m (ts, v, host) values {values}").rowcount)
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute("select v from m order by ts")
        same("values", list(range(20_000)), [row[0] for row in cursor])


@check
def catalog():
    connection = fresh_database()
    connection.execute("create table m (ts timestamptz(3) not null, v int8) tags (host varchar(64) not null) primary tags (host)")
    query = (
        f'select column_name, is_tag from "{DATABASE}".information_schema.columns where table_catalog = %s'
        " and table_schema = 'public' and table_name = %s and is_hidden = 'NO' order by ordinal_position"
    )
    same("columns", [("ts", "NO"), ("v", "NO"), ("host", "YES")], connection.execute(query, (DATABASE, "m")).fetchall())
    same("tables", ("m", "TIME SERIES TABLE"), connection.execute("show tables").fetchone()[:2])
    described = connection.execute("show columns from m")
    same("names", "column_name", described.description[0].name)
    same("primary key", [["primary"]], [row[5] for row in described if row[0] == "ts"])


@check
def errors_with_code():
    connection = fresh_database()
    errors = psycopg.errors
    refused("no table", errors.UndefinedTable, lambda: connection.execute("select * from nowhere"))
    refused("no syntax", errors.SyntaxError, lambda: connection.execute("selec 1"))
    refused("no database", errors.InvalidCatalogName, lambda: connection.execute("drop database nowhere"))
    connection.execute("create table m (ts timestamptz(3) not null, v int4) tags (host varchar(64) not null) primary tags (host)")
    refused("table is there", errors.DuplicateTable, lambda: connection.execute(
        "create table m (ts timestamptz(3) not null, v int4) tags (host varchar(64) not null) primary tags (host)"
    ))
    refused("no column", errors.UndefinedColumn, lambda: connection.execute("insert into m (ts, x, host) values (1, 1, 'h')"))
    refused("no copy", errors.FeatureNotSupported, lambda: connection.cursor().copy("copy m from stdin").__enter__())
    same("goes on", (0,), connection.execute("select count(*) from m").fetchone())


@check
def transactions():
    connection = fresh_database()
    connection.execute("create table m (ts timestamptz(3) not null, v int4) tags (host varchar(64) not null) primary tags (host)")
    with psycopg.connect(f"host=127.0.0.1 port={PORT} user=root dbname={DATABASE}") as other:
        same("count", (0,), other.execute("select count(*) from m").fetchone())
        same("in a transaction", psycopg.pq.TransactionStatus.INTRANS, other.info.transaction_status)
        ddl = "create table n (ts timestamptz(3) not null, v int4) tags (host varchar(64) not null) primary tags (host)"
        refused("DDL in a transaction", psycopg.errors.FeatureNotSupported, lambda: other.execute(ddl))
        other.rollback()
        same("idle", psycopg.pq.TransactionStatus.IDLE, other.info.transaction_status)
    with connection.pipeline():
        one = connection.execute("select 1")
        two = connection.execute("select count(*) from m where v = %s", (1,))
    same("pipeline", [(1,), (0,)], [one.fetchone(), two.fetchone()])


if sys.argv[1:] == ["--list"]:
    print("\n".join(CHECKS))
else:
    CHECKS[NAME]()
