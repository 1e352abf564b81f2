"""Schemaless writing in three protocols."""

import taosws
from harness import START, check, fresh_database, refused, rows, same


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
def schemaless_errors():
    connection = fresh_database()
    line = taosws.PySchemalessProtocol.Line
    refused("a bad line", taosws.OperationalError, "[0x3002]", lambda: write(connection, ["bad"], line))
    refused("its text", taosws.OperationalError, "SML line cols is empty", lambda: write(connection, ["bad"], line))
    write(connection, [f"sl,h=a v=1i {START}"], line)
    same("the connection goes on", [(1,)], rows(connection, "select v from sl"))
