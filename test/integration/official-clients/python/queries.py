"""Connecting, querying, what is refused, and finding the server again."""

from decimal import Decimal

import taosws
from harness import POINT, START, check, dsn, fresh_database, kill_and_restart, refused, rows, same, until_done


@check
def connect():
    connection = taosws.connect(dsn())
    [(version,)] = rows(connection, "select server_version()")
    same("version", "3.", version[:2])
    same("a query", [(1,)], rows(connection, "select 1"))
    refused("a wrong password", taosws.ConnectionError, "[0x0357]", lambda: taosws.connect(dsn(user="root:wrong")))
    refused("an unknown database", taosws.ConnectionError, "Database not exist", lambda: taosws.connect(dsn("no_such_db")))


@check
def every_type():
    connection = fresh_database("ns")
    connection.execute(
        "create stable a (ts timestamp, b bool, i8 tinyint, i16 smallint, i32 int, i64 bigint, f float, d double,"
        " u8 tinyint unsigned, u16 smallint unsigned, u32 int unsigned, u64 bigint unsigned, v varchar(20), n nchar(20),"
        " vb varbinary(20), g geometry(100), d64 decimal(10,2), d128 decimal(38,10))"
        " tags (t1 int, t2 nchar(10))"
    )
    nulls = ", null" * 17
    affected = connection.execute(
        "insert into x using a tags (1, 'ž') values (1700000000000000001, true, -128, -32768, -2147483648,"
        " 9007199254740993, 1.5, 0.1, 255, 65535, 4294967295, 18446744073709551615, 'it\\'s', 'žluť', '\\x0aff',"
        " 'POINT(1 2)', 12.34, -1234567890123456789.0123456789)"
        f" (1700000000000000002{nulls})"
    )
    same("affected rows", 2, affected)
    cursor = connection.cursor()
    cursor.execute("select * from a order by ts")
    first, second = cursor.fetchall()
    same(
        "values",
        (1700000000000000001, True, -128, -32768, -2147483648, 9007199254740993, 1.5, 0.1, 255, 65535, 4294967295)
        + (18446744073709551615, "it's", "žluť", b"\x0a\xff", POINT, Decimal("12.34"))
        + (Decimal("-1234567890123456789.0123456789"), 1, "ž"),
        tuple(first),
    )
    same("nulls", (1700000000000000002,) + (None,) * 17 + (1, "ž"), tuple(second))
    same("columns", ["ts", "b", "i8"], [column[0] for column in cursor.description][:3])


@check
def json_tags():
    connection = fresh_database()
    connection.execute("create stable j (ts timestamp, v int) tags (t json)")
    connection.execute(f"insert into j1 using j tags ('{{\"a\":1}}') values ({START}, 1) j2 using j tags (null) values ({START}, 2)")
    same("tags", [(1, '{"a":1}'), (2, None)], rows(connection, "select v, t from j order by v"))


@check
def many_rows():
    connection = fresh_database()
    connection.execute("create table m (ts timestamp, v int)")
    for start in range(0, 20_000, 5000):
        values = " ".join(f"({START + n}, {n})" for n in range(start, start + 5000))
        same("affected rows", 5000, connection.execute(f"insert into m values {values}"))
    found = rows(connection, "select v from m order by ts")
    same("rows", list(range(20_000)), [v for (v,) in found])


@check
def errors_with_code_and_text():
    connection = fresh_database()
    query = lambda sql: lambda: connection.query(sql)
    refused("an unknown table", taosws.QueryError, "[0x2603]", query("select * from no_such_table"))
    refused("its text", taosws.QueryError, "Table does not exist", query("select * from no_such_table"))
    refused("no SQL", taosws.QueryError, "[0x2600]", query("selec 1"))
    refused("its text", taosws.QueryError, 'syntax error near "selec 1"', query("selec 1"))
    same("the connection goes on", [(1,)], rows(connection, "select 1"))


@check
def reconnect():
    connection = fresh_database()
    connection.execute("create table m (ts timestamp, v int)")
    connection.execute(f"insert into m values ({START}, 1)")
    kill_and_restart()
    # Queries fail while the client reconnects.
    found = until_done("a query after the restart", lambda: rows(connection, "select v from m"))
    same("after the restart", [(1,)], found)
    same("and it writes", 1, connection.execute(f"insert into m values ({START + 1}, 2)"))
