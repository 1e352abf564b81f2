"""The official Python client over WebSocket against a server.

taosws_suite.py --list        prints the names of the checks
taosws_suite.py PORT NAME     runs one check; exit code 0 when it holds
"""

import sys
import time
from decimal import Decimal

import taosws

CHECKS = {}
START = 1_700_000_000_000  # 2023-11-14T22:13:20Z in milliseconds
POINT = bytes.fromhex("0101000000000000000000f03f0000000000000040")  # POINT(1 2) as WKB


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
    return f"taosws://{user}@127.0.0.1:{port}/{database}"


def fresh_database(precision="ms", vgroups=1):
    """A connection to an empty database of this check's own."""
    connection = taosws.connect(dsn())
    connection.execute(f"drop database if exists {database}")
    connection.execute(f"create database {database} precision '{precision}' vgroups {vgroups} wal_retention_period 3600")
    return taosws.connect(dsn(database))


def rows(connection, sql):
    return [tuple(row) for row in connection.query(sql)]


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


def write(connection, lines, protocol):
    connection.schemaless_insert(
        lines=lines, protocol=protocol, precision=taosws.PySchemalessPrecision.Millisecond, ttl=0, req_id=1
    )


@check
def schemaless_lines():
    connection = fresh_database()
    write(connection, [f'sl,h=a v=1i,s="x y" {START}', f"sl,h=b v=2i {START + 1}"], taosws.PySchemalessProtocol.Line)
    write(connection, [f"sl,h=a v=3i,more=t {START + 2}"], taosws.PySchemalessProtocol.Line)
    same(
        "rows",
        [(1, "x y", None, "a"), (2, None, None, "b"), (3, None, True, "a")],
        rows(connection, "select v, s, more, h from sl order by _ts"),
    )


@check
def schemaless_telnet():
    connection = fresh_database()
    write(connection, [f"tel {START} 3.5 site=a", f"tel {START + 1} 4 site=b"], taosws.PySchemalessProtocol.Telnet)
    same("rows", [(3.5, "a"), (4.0, "b")], rows(connection, "select `_value`, site from tel order by _ts"))


@check
def schemaless_json():
    connection = fresh_database()
    write(
        connection,
        [f'[{{"metric":"js","timestamp":{START},"value":4,"tags":{{"site":"a"}}}}]'],
        taosws.PySchemalessProtocol.Json,
    )
    same("rows", [(4.0, "a")], rows(connection, "select `_value`, site from js"))


@check
def errors_with_code_and_text():
    connection = fresh_database()
    query = lambda sql: lambda: connection.query(sql)
    refused("an unknown table", taosws.QueryError, "[0x2603]", query("select * from no_such_table"))
    refused("its text", taosws.QueryError, "Table does not exist", query("select * from no_such_table"))
    refused("no SQL", taosws.QueryError, "[0x2600]", query("selec 1"))
    refused("its text", taosws.QueryError, 'syntax error near "selec 1"', query("selec 1"))
    lines = taosws.PySchemalessProtocol.Line
    refused("a bad line", taosws.OperationalError, "[0x3002]", lambda: write(connection, ["bad"], lines))
    same("the connection goes on", [(1,)], rows(connection, "select 1"))


def consumer(topic, **more):
    consumer = taosws.Consumer(
        conf={
            "td.connect.websocket.scheme": "ws",
            "td.connect.ip": "127.0.0.1",
            "td.connect.port": port,
            "td.connect.user": "root",
            "td.connect.pass": "taosdata",
            "group.id": f"group_{database}",
            "client.id": "suite",
            "auto.offset.reset": "earliest",
            "enable.auto.commit": "false",
        }
        | more
    )
    consumer.subscribe([topic])
    return consumer


def shares_of(readers):
    """How many vgroups each consumer has. A consumer learns of changes when it polls."""
    for reader in readers:
        reader.poll(timeout=0)
    return [sum(len(topic.assignments()) for topic in reader.assignment() or []) for reader in readers]


def take(consumer, count, commit=True, seconds=20):
    found = []
    deadline = time.time() + seconds
    while len(found) < count and time.time() < deadline:
        message = consumer.poll(timeout=0.5)
        if message is None:
            continue
        for block in message:
            found.extend(row[1] for row in block.fetchall())
        if commit:
            consumer.commit(message)
    return sorted(found)


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


def drop_topic(connection, topic):
    # close() of a consumer does not wait for the server, and a topic that has consumers cannot be dropped.
    until_done("dropping the topic", lambda: connection.execute(f"drop topic {topic}"))


def fresh_topic(select="select ts, v from {database}.q", vgroups=1):
    taosws.connect(dsn()).execute(f"drop topic if exists topic_{database}")
    connection = fresh_database(vgroups=vgroups)
    connection.execute("create stable q (ts timestamp, v int) tags (g int)")
    connection.execute(f"insert into q1 using q tags (1) values ({START}, 1) ({START + 1}, 2)")
    connection.execute(f"create topic topic_{database} as {select.format(database=database)}")
    return connection, f"topic_{database}"


@check
def subscription_commits_and_resumes():
    connection, topic = fresh_topic()
    first = consumer(topic)
    same("history", [1, 2], take(first, 2))
    first.unsubscribe()
    first.close()
    connection.execute(f"insert into q1 values ({START + 2}, 3)")
    second = consumer(topic)
    same("resumed after the commit", [3], take(second, 1))
    connection.execute(f"insert into q2 using q tags (2) values ({START}, 4)")
    same("what comes later", [4], take(second, 1))
    second.unsubscribe()
    second.close()
    drop_topic(connection, topic)


@check
def subscription_to_a_database():
    connection, topic = fresh_topic("database {database}")
    reader = consumer(topic)
    same("history", [1, 2], take(reader, 2))
    connection.execute("create table plain (ts timestamp, v int)")
    connection.execute(f"insert into plain values ({START}, 5)")
    same("another table", [5], take(reader, 1))
    reader.close()
    drop_topic(connection, topic)


@check
def subscription_offsets():
    connection, topic = fresh_topic()
    reader = consumer(topic)
    same("history", [1, 2], take(reader, 2))
    [assignment] = reader.assignment()
    same("topic", topic, assignment.topic())
    [vgroup] = assignment.assignments()
    same("begin before end", True, vgroup.begin() < vgroup.end())
    same("committed", reader.position(topic, vgroup.vg_id()), reader.committed(topic, vgroup.vg_id()))
    reader.seek(topic, vgroup.vg_id(), vgroup.begin())
    same("again from the beginning", [1, 2], take(reader, 2, commit=False))
    reader.close()
    same("topics", True, topic in [name for (name,) in rows(connection, "show topics")])
    drop_topic(connection, topic)


@check
def subscription_by_two_consumers():
    connection, topic = fresh_topic(vgroups=2)
    readers = [consumer(topic), consumer(topic)]
    shares = until_true("each has one vgroup", lambda: shares_of(readers), lambda shares: shares == [1, 1])
    same("shares", [1, 1], shares)
    values = " ".join(f"q{n} using q tags ({n}) values ({START + 10 + n}, {n})" for n in range(10, 30))
    connection.execute(f"insert into {values}")
    found = {0: [], 1: []}
    deadline = time.time() + 20
    while len(found[0] + found[1]) < 22 and time.time() < deadline:
        for number, reader in enumerate(readers):
            found[number] += take(reader, 1, seconds=0.1)
    same("each value once", [1, 2, *range(10, 30)], sorted(found[0] + found[1]))
    same("both had some", True, all(found.values()))
    readers[0].close()
    until_true("the other takes over", lambda: shares_of(readers[1:]), lambda shares: shares == [2])
    readers[1].close()
    drop_topic(connection, topic)


def kill_and_restart():
    """Asks the test to kill the server and start it again, and waits until that is done."""
    print("connected", flush=True)
    sys.stdin.readline()


@check
def subscription_after_a_kill():
    connection, topic = fresh_topic()
    reader = consumer(topic)
    same("history", [1, 2], take(reader, 2))
    kill_and_restart()
    connection = taosws.connect(dsn(database))
    connection.execute(f"insert into q1 values ({START + 2}, 3)")
    same("resumed after the commit", [3], take(consumer(topic), 1))


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


if sys.argv[1:] == ["--list"]:
    print("\n".join(CHECKS))
else:
    port, name = sys.argv[1:]
    database = "py_" + name.replace(" ", "_")
    CHECKS[name]()
