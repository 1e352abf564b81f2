"""Subscriptions."""

import time

import taosws
from harness import DATABASE, PORT, START, check, dsn, fresh_database, kill_and_restart, rows, same, until_done, until_true


def consumer(topic, **more):
    consumer = taosws.Consumer(
        conf={
            "td.connect.websocket.scheme": "ws",
            "td.connect.ip": "127.0.0.1",
            "td.connect.port": PORT,
            "td.connect.user": "root",
            "td.connect.pass": "taosdata",
            "group.id": f"group_{DATABASE}",
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


def drop_topic(connection, topic):
    # close() of a consumer does not wait for the server, and a topic that has consumers cannot be dropped.
    until_done("dropping the topic", lambda: connection.execute(f"drop topic {topic}"))


def fresh_topic(select="select ts, v from {database}.q", vgroups=1):
    taosws.connect(dsn()).execute(f"drop topic if exists topic_{DATABASE}")
    connection = fresh_database(vgroups=vgroups)
    connection.execute("create stable q (ts timestamp, v int) tags (g int)")
    connection.execute(f"insert into q1 using q tags (1) values ({START}, 1) ({START + 1}, 2)")
    connection.execute(f"create topic topic_{DATABASE} as {select.format(database=DATABASE)}")
    return connection, f"topic_{DATABASE}"


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


@check
def subscription_after_a_kill():
    connection, topic = fresh_topic()
    reader = consumer(topic)
    same("history", [1, 2], take(reader, 2))
    kill_and_restart()
    connection = taosws.connect(dsn(DATABASE))
    connection.execute(f"insert into q1 values ({START + 2}, 3)")
    same("resumed after the commit", [3], take(consumer(topic), 1))
