"""Prepared statements."""

from decimal import Decimal

import taosws
from harness import POINT, START, check, fresh_database, rows, same


@check
def prepared_batch_insert():
    connection = fresh_database()
    connection.execute("create stable m (ts timestamp, v int, s varchar(16)) tags (g int)")
    statement = connection.stmt2_statement()
    statement.prepare("insert into ? using m tags (?) values (?, ?, ?)")
    for table in range(10):
        numbers = list(range(table, 1000, 10))
        statement.bind(
            [
                taosws.stmt2_bind_param_view(
                    table_name=f"t{table}",
                    tags=[taosws.int_to_tag(table)],
                    columns=[
                        taosws.millis_timestamps_to_column([START + n for n in numbers]),
                        taosws.ints_to_column(numbers),
                        taosws.varchar_to_column([None if n % 7 == 0 else f"s{n}" for n in numbers]),
                    ],
                )
            ]
        )
        same("affected rows", 100, statement.execute())
    statement.close()
    same("totals", [(1000, 499500, 857)], rows(connection, "select count(*), sum(v), count(s) from m"))
    same("tables", [(10,)], rows(connection, "select count(*) from (select distinct tbname from m)"))


@check
def prepared_insert_of_every_type():
    connection = fresh_database()
    connection.execute(
        "create stable a (ts timestamp, b bool, i8 tinyint, i16 smallint, i32 int, i64 bigint, f float, d double,"
        " u8 tinyint unsigned, u16 smallint unsigned, u32 int unsigned, u64 bigint unsigned, v varchar(20), n nchar(20),"
        " vb varbinary(20), g geometry(100), d64 decimal(10,2), d128 decimal(38,10)) tags (t1 nchar(10), t2 double)"
    )
    statement = connection.stmt2_statement()
    statement.prepare(f"insert into ? using a tags (?, ?) values (?{', ?' * 17})")
    statement.bind(
        [
            taosws.stmt2_bind_param_view(
                table_name="x",
                tags=[taosws.nchar_to_tag("ž"), taosws.double_to_tag(0.1)],
                columns=[
                    taosws.millis_timestamps_to_column([START, START + 1]),
                    taosws.bools_to_column([True, None]),
                    taosws.tiny_ints_to_column([-128, None]),
                    taosws.small_ints_to_column([-32768, None]),
                    taosws.ints_to_column([-2147483648, None]),
                    taosws.big_ints_to_column([9007199254740993, None]),
                    taosws.floats_to_column([1.5, None]),
                    taosws.doubles_to_column([0.1, None]),
                    taosws.unsigned_tiny_ints_to_column([255, None]),
                    taosws.unsigned_small_ints_to_column([65535, None]),
                    taosws.unsigned_ints_to_column([4294967295, None]),
                    taosws.unsigned_big_ints_to_column([18446744073709551615, None]),
                    taosws.varchar_to_column(["it's", None]),
                    taosws.nchar_to_column(["žluť", None]),
                    taosws.varbinary_to_column([b"\x0a\xff", None]),
                    taosws.geometry_to_column([POINT, None]),
                    taosws.decimal64_to_column([Decimal("12.34"), None]),
                    taosws.decimal_to_column([Decimal("-1234567890123456789.0123456789"), None]),
                ],
            )
        ]
    )
    same("affected rows", 2, statement.execute())
    first, second = rows(connection, "select * from a order by ts")
    same(
        "values",
        (True, -128, -32768, -2147483648, 9007199254740993, 1.5, 0.1, 255, 65535, 4294967295, 18446744073709551615)
        + ("it's", "žluť", b"\x0a\xff", POINT, Decimal("12.34"), Decimal("-1234567890123456789.0123456789"), "ž", 0.1),
        first[1:],
    )
    same("nulls", (None,) * 17 + ("ž", 0.1), second[1:])


@check
def prepared_query():
    connection = fresh_database()
    connection.execute("create table m (ts timestamp, v int, s nchar(10))")
    connection.execute(f"insert into m values ({START}, 1, 'žluť') ({START + 1}, 2, 'b') ({START + 2}, 3, 'c')")
    statement = connection.stmt2_statement()
    statement.prepare("select v, s from m where v > ? and s <> ? order by v")
    statement.bind(
        [taosws.stmt2_bind_param_view(table_name="", tags=[], columns=[taosws.ints_to_column([1]), taosws.nchar_to_column(["c"])])]
    )
    statement.execute()
    same("rows", [(2, "b")], [tuple(row) for row in statement.result_set()])


@check
def prepared_insert_by_the_first_interface():
    connection = fresh_database()
    connection.execute("create stable m (ts timestamp, v int) tags (g int)")
    statement = connection.statement()
    statement.prepare("insert into ? using m tags (?) values (?, ?)")
    statement.set_tbname("t1")
    statement.set_tags([taosws.int_to_tag(7)])
    statement.bind_param([taosws.millis_timestamps_to_column([START, START + 1]), taosws.ints_to_column([1, None])])
    statement.add_batch()
    same("affected rows", 2, statement.execute())
    same("rows", [(1, 7), (None, 7)], rows(connection, "select v, g from m order by ts"))
