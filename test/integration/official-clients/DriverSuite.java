import com.taosdata.jdbc.AbstractConnection;
import com.taosdata.jdbc.TaosPrepareStatement;
import com.taosdata.jdbc.enums.SchemalessProtocolType;
import com.taosdata.jdbc.enums.SchemalessTimestampType;
import com.taosdata.jdbc.tmq.ConsumerRecord;
import com.taosdata.jdbc.tmq.ConsumerRecords;
import com.taosdata.jdbc.tmq.TaosConsumer;
import com.taosdata.jdbc.tmq.TopicPartition;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The official JDBC driver over WebSocket against a server.
 *
 * <p>DriverSuite --list prints the names of the checks. DriverSuite PORT NAME runs one check; exit code 0 when it holds.
 */
public final class DriverSuite {
    private static final Map<String, Check> CHECKS = new LinkedHashMap<>();
    /** 2023-11-14T22:13:20Z in milliseconds. */
    private static final long START = 1_700_000_000_000L;
    /** POINT(1 2) as WKB. */
    private static final String POINT = "0101000000000000000000f03f0000000000000040";
    private static int port;
    private static String database;

    private interface Check {
        void run() throws Exception;
    }

    static {
        CHECKS.put("connect", DriverSuite::connects);
        CHECKS.put("every type", DriverSuite::everyType);
        CHECKS.put("JSON tags", DriverSuite::jsonTags);
        CHECKS.put("many rows", DriverSuite::manyRows);
        CHECKS.put("time zone of the connection", DriverSuite::timeZone);
        CHECKS.put("catalog of databases, tables and columns", DriverSuite::catalog);
        CHECKS.put("prepared batch insert by rows", DriverSuite::preparedByRows);
        CHECKS.put("prepared batch insert by columns", DriverSuite::preparedByColumns);
        CHECKS.put("prepared insert of every type", DriverSuite::preparedEveryType);
        CHECKS.put("prepared query", DriverSuite::preparedQuery);
        CHECKS.put("schemaless lines", DriverSuite::schemalessLines);
        CHECKS.put("schemaless telnet", DriverSuite::schemalessTelnet);
        CHECKS.put("schemaless JSON", DriverSuite::schemalessJson);
        CHECKS.put("errors with code and text", DriverSuite::errors);
        CHECKS.put("subscription commits and resumes", DriverSuite::subscriptionResumes);
        CHECKS.put("subscription commits by itself", DriverSuite::subscriptionAutoCommit);
        CHECKS.put("subscription offsets", DriverSuite::subscriptionOffsets);
        CHECKS.put("subscription after a kill", DriverSuite::subscriptionAfterKill);
        CHECKS.put("reconnect", DriverSuite::reconnect);
    }

    public static void main(String[] args) throws Exception {
        if (args[0].equals("--list")) {
            CHECKS.keySet().forEach(System.out::println);
            return;
        }
        port = Integer.parseInt(args[0]);
        database = "jdbc_" + args[1].toLowerCase().replaceAll("\\W+", "_");
        CHECKS.get(args[1]).run();
        System.exit(0); // the driver leaves threads behind
    }

    private static void same(String what, Object expected, Object found) {
        if (!String.valueOf(expected).equals(String.valueOf(found)))
            throw new AssertionError(what + ": expected " + expected + ", found " + found);
    }

    private static void refused(String what, int code, String text, Check action) throws Exception {
        try {
            action.run();
        } catch (SQLException error) {
            // The driver gives the code of some refusals only in the text.
            boolean coded = error.getErrorCode() == code || error.getMessage().contains("0x" + Integer.toHexString(code));
            same(what + ", code of " + error, true, coded);
            same(what + ", text of " + error, true, error.getMessage().contains(text));
            return;
        }
        throw new AssertionError(what + ": no error");
    }

    private static String hex(byte[] bytes) {
        return bytes == null ? null : HexFormat.of().formatHex(bytes);
    }

    private static Connection connect(String db, String more) throws SQLException {
        return DriverManager.getConnection(
            "jdbc:TAOS-WS://127.0.0.1:" + port + "/" + db + "?user=root&password=taosdata" + more);
    }

    /** A connection to an empty database of this check's own. */
    private static Connection freshDatabase(String precision, String more) throws SQLException {
        try (Connection c = connect("", "")) {
            execute(c, "drop database if exists " + database);
            execute(c, "create database " + database + " precision '" + precision + "' vgroups 1 wal_retention_period 3600");
        }
        return connect(database, more);
    }

    private static Connection freshDatabase() throws SQLException {
        return freshDatabase("ms", "");
    }

    private static int execute(Connection connection, String... statements) throws SQLException {
        int affected = 0;
        try (Statement s = connection.createStatement()) {
            for (String sql : statements) affected += s.executeUpdate(sql);
        }
        return affected;
    }

    /** Rows of a query as text: columns joined by a comma. */
    private static List<String> rows(ResultSet result) throws SQLException {
        List<String> found = new ArrayList<>();
        while (result.next()) {
            List<String> row = new ArrayList<>();
            for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) row.add(result.getString(i));
            found.add(String.join(",", row));
        }
        return found;
    }

    private static List<String> rows(Connection connection, String sql) throws SQLException {
        try (Statement s = connection.createStatement(); ResultSet r = s.executeQuery(sql)) {
            return rows(r);
        }
    }

    private static void connects() throws Exception {
        try (Connection c = connect("", "")) {
            same("valid", true, c.isValid(5));
            same("version", "3.", rows(c, "select server_version()").get(0).substring(0, 2));
            same("product", "TDengine", c.getMetaData().getDatabaseProductName());
        }
        try (Connection c = connect("", "&enableCompression=true")) {
            same("compressed", List.of("1"), rows(c, "select 1"));
        }
        String url = "//127.0.0.1:" + port + "/?user=root&password=";
        try (Connection c = DriverManager.getConnection("jdbc:TAOS-RS:" + url + "taosdata")) {
            same("over REST", List.of("1"), rows(c, "select 1"));
        }
        refused("a wrong password", 0x357, "Authentication failure",
            () -> DriverManager.getConnection("jdbc:TAOS-WS:" + url + "wrong"));
        refused("an unknown database", 0x388, "Database not exist", () -> connect("no_such_db", ""));
    }

    private static final String EVERY_COLUMN = "ts timestamp, b bool, i8 tinyint, i16 smallint, i32 int, i64 bigint, f float,"
        + " d double, u8 tinyint unsigned, u16 smallint unsigned, u32 int unsigned, u64 bigint unsigned, v varchar(20),"
        + " n nchar(20), vb varbinary(20), g geometry(100), d64 decimal(10,2), d128 decimal(38,10)";

    /** Checks a result with one row of values and one of NULLs, as `everyType` and `preparedEveryType` write them. */
    private static void sameEveryType(ResultSet r, boolean decimals) throws SQLException {
        same("first row", true, r.next());
        same("ts", START, r.getTimestamp("ts").getTime());
        same("ns", 1, r.getTimestamp("ts").getNanos());
        same("b", true, r.getBoolean("b"));
        same("i8", -128, r.getInt("i8"));
        same("i16", -32768, r.getShort("i16"));
        same("i32", -2147483648, r.getInt("i32"));
        same("i64", 9007199254740993L, r.getLong("i64"));
        same("f", 1.5f, r.getFloat("f"));
        same("d", 0.1, r.getDouble("d"));
        same("u8", 255, r.getInt("u8"));
        same("u16", 65535, r.getInt("u16"));
        same("u32", 4294967295L, r.getLong("u32"));
        same("u64", new BigInteger("18446744073709551615"), r.getObject("u64"));
        same("v", "it's", r.getString("v"));
        same("n", "žluť", r.getString("n"));
        same("vb", "0aff", hex(r.getBytes("vb")));
        same("g", POINT, hex(r.getBytes("g")));
        same("d64", decimals ? new BigDecimal("12.34") : null, r.getBigDecimal("d64"));
        same("d128", decimals ? new BigDecimal("-1234567890123456789.0123456789") : null, r.getBigDecimal("d128"));
        same("tag", "ž", r.getString("t2"));
        same("second row", true, r.next());
        for (String column : EVERY_COLUMN.split(", ?"))
            if (column.matches("[a-z].* .*") && !column.startsWith("ts"))
                same("null in " + column, null, r.getObject(column.split(" ")[0]));
        same("was null", true, r.wasNull());
        same("end", false, r.next());
    }

    private static void everyType() throws Exception {
        try (Connection c = freshDatabase("ns", "")) {
            execute(c, "create stable a (" + EVERY_COLUMN + ") tags (t1 int, t2 nchar(10))");
            same("affected rows", 2, execute(c, "insert into x using a tags (1, 'ž') values (1700000000000000001, true, -128,"
                + " -32768, -2147483648, 9007199254740993, 1.5, 0.1, 255, 65535, 4294967295, 18446744073709551615, 'it\\'s',"
                + " 'žluť', '\\x0aff', 'POINT(1 2)', 12.34, -1234567890123456789.0123456789)"
                + " (1700000000000000002" + ", null".repeat(17) + ")"));
            try (Statement s = c.createStatement(); ResultSet r = s.executeQuery("select * from a order by ts")) {
                same("columns", 20, r.getMetaData().getColumnCount());
                same("type name", "BIGINT UNSIGNED", r.getMetaData().getColumnTypeName(12));
                sameEveryType(r, true);
            }
        }
    }

    private static void jsonTags() throws Exception {
        try (Connection c = freshDatabase()) {
            execute(c, "create stable j (ts timestamp, v int) tags (t json)",
                "insert into j1 using j tags ('{\"a\":1}') values (" + START + ", 1) j2 using j tags (null) values (" + START + ", 2)");
            same("tags", List.of("1,{\"a\":1}", "2,null"), rows(c, "select v, t from j order by v"));
        }
    }

    private static void manyRows() throws Exception {
        try (Connection c = freshDatabase(); Statement s = c.createStatement()) {
            execute(c, "create table m (ts timestamp, v int)");
            for (int start = 0; start < 20_000; start += 5000)
                same("affected rows", 5000, execute(c, "insert into m values " + IntStream.range(start, start + 5000)
                    .mapToObj(n -> "(" + (START + n) + ", " + n + ")").collect(Collectors.joining(" "))));
            try (ResultSet r = s.executeQuery("select v from m order by ts")) {
                int next = 0;
                while (r.next()) same("row", next++, r.getInt(1));
                same("rows", 20_000, next);
            }
        }
    }

    private static void timeZone() throws Exception {
        try (Connection c = freshDatabase("ms", "&timezone=Asia/Shanghai")) {
            execute(c, "create table m (ts timestamp, v int)", "insert into m values ('2023-11-15 06:13:20', 1)");
            same("stored", List.of(String.valueOf(START)), rows(c, "select cast(ts as bigint) from m"));
            same("found by a literal", List.of("1"), rows(c, "select v from m where ts = '2023-11-15 06:13:20'"));
        }
        try (Connection c = connect(database, "")) {
            same("as an instant", List.of("1"), rows(c, "select v from m where ts = '2023-11-14T22:13:20Z'"));
        }
    }

    private static List<String> column(ResultSet result, String name) throws SQLException {
        List<String> found = new ArrayList<>();
        while (result.next()) found.add(result.getString(name));
        return found;
    }

    private static void catalog() throws Exception {
        try (Connection c = freshDatabase()) {
            execute(c, "create stable s (ts timestamp, v int, n nchar(8)) tags (g int)", "create table s1 using s tags (1)",
                "create table plain (ts timestamp, v double)");
            same("databases", true, column(c.getMetaData().getCatalogs(), "TABLE_CAT").contains(database));
            List<String> tables = column(c.getMetaData().getTables(database, null, null, new String[] {"TABLE"}), "TABLE_NAME");
            same("tables", true, tables.containsAll(List.of("s1", "plain")));
            same("columns", List.of("ts", "v", "n", "g"),
                column(c.getMetaData().getColumns(database, null, "s", null), "COLUMN_NAME"));
        }
    }

    private static void preparedByRows() throws Exception {
        for (String mode : List.of("", "&pbsMode=line")) {
            try (Connection c = freshDatabase("ms", mode)) {
                execute(c, "create stable m (ts timestamp, v int, s varchar(16)) tags (g int)");
                try (PreparedStatement p = c.prepareStatement("insert into m (tbname, g, ts, v, s) values (?, ?, ?, ?, ?)")) {
                    for (int i = 0; i < 1000; i++) {
                        p.setString(1, "t" + i % 10);
                        p.setInt(2, i % 10);
                        p.setTimestamp(3, new Timestamp(START + i));
                        p.setInt(4, i);
                        if (i % 7 == 0) p.setNull(5, Types.VARCHAR);
                        else p.setString(5, "s" + i);
                        p.addBatch();
                    }
                    same("batch results", 1000, p.executeBatch().length);
                }
                same("totals", List.of("1000,499500,857"), rows(c, "select count(*), sum(v), count(s) from m"));
                same("one table", List.of("100,3"), rows(c, "select count(*), last(g) from t3"));
            }
        }
    }

    private static void preparedByColumns() throws Exception {
        try (Connection c = freshDatabase()) {
            execute(c, "create stable m (ts timestamp, v int, s nchar(16)) tags (g int, h varchar(8))");
            try (TaosPrepareStatement p = c.prepareStatement("insert into ? using m tags (?, ?) values (?, ?, ?)")
                    .unwrap(TaosPrepareStatement.class)) {
                for (int table = 0; table < 10; table++) {
                    int first = table;
                    List<Integer> numbers = IntStream.range(0, 100).mapToObj(i -> first + 10 * i).collect(Collectors.toList());
                    p.setTableName("t" + table);
                    p.setTagInt(0, table);
                    if (table == 0) p.setTagNull(1, com.taosdata.jdbc.TSDBConstants.TSDB_DATA_TYPE_BINARY);
                    else p.setTagString(1, "h" + table);
                    p.setTimestamp(0, numbers.stream().map(n -> START + n).collect(Collectors.toList()));
                    p.setInt(1, numbers);
                    p.setNString(2, numbers.stream().map(n -> n % 7 == 0 ? null : "ž" + n).collect(Collectors.toList()), 16);
                    p.columnDataAddBatch();
                }
                p.columnDataExecuteBatch();
            }
            same("totals", List.of("1000,499500,857,900"), rows(c, "select count(*), sum(v), count(s), count(h) from m"));
            same("a row", List.of("3,ž3,h3"), rows(c, "select v, s, h from m where v = 3"));
        }
    }

    private static void preparedEveryType() throws Exception {
        try (Connection c = freshDatabase("ns", "")) {
            execute(c, "create stable a (" + EVERY_COLUMN + ") tags (t1 int, t2 nchar(10))");
            // The driver takes the unit of times from the first parameter.
            try (PreparedStatement p = c.prepareStatement("insert into a (ts, tbname, t1, t2, b, i8, i16, i32, i64, f, d, u8, u16,"
                    + " u32, u64, v, n, vb, g) values (?" + ", ?".repeat(18) + ")")) {
                Timestamp first = new Timestamp(START);
                first.setNanos(1);
                Object[] values = {first, "x", 1, "ž", true, (byte) -128, (short) -32768, -2147483648, 9007199254740993L, 1.5f,
                    0.1, (short) 255, 65535, 4294967295L, new BigInteger("18446744073709551615"), "it's", "žluť",
                    new byte[] {0x0a, (byte) 0xff}, HexFormat.of().parseHex(POINT)};
                for (int i = 0; i < values.length; i++) p.setObject(i + 1, values[i]);
                p.addBatch();
                int[] types = {Types.BOOLEAN, Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.FLOAT, Types.DOUBLE,
                    Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.BIGINT, Types.VARCHAR, Types.NCHAR, Types.VARBINARY,
                    Types.BINARY};
                p.setTimestamp(1, new Timestamp(START + 1));
                for (int i = 1; i < 4; i++) p.setObject(i + 1, values[i]);
                for (int i = 0; i < types.length; i++) p.setNull(i + 5, types[i]);
                p.addBatch();
                p.executeBatch();
            }
            try (Statement s = c.createStatement(); ResultSet r = s.executeQuery("select * from a order by ts")) {
                sameEveryType(r, false); // the driver cannot bind decimals
            }
        }
    }

    private static void preparedQuery() throws Exception {
        try (Connection c = freshDatabase()) {
            execute(c, "create stable m (ts timestamp, v int, s nchar(10)) tags (g int)",
                "insert into t1 using m tags (1) values (" + START + ", 1, 'žluť') (" + (START + 1) + ", 2, 'b')"
                + " t2 using m tags (2) values (" + START + ", 3, 'c')");
            try (PreparedStatement p = c.prepareStatement("select v, s from m where tbname = ? and v > ? order by v limit 2")) {
                for (String[] wanted : new String[][] {{"t1", "0", "[1,žluť, 2,b]"}, {"t1", "1", "[2,b]"}, {"t2", "0", "[3,c]"}}) {
                    p.setString(1, wanted[0]);
                    p.setInt(2, Integer.parseInt(wanted[1]));
                    try (ResultSet r = p.executeQuery()) {
                        same("rows of " + wanted[0], wanted[2], rows(r));
                    }
                }
            }
            try (PreparedStatement p = c.prepareStatement("select count(*) from m where ts >= ? and s = ?")) {
                p.setTimestamp(1, new Timestamp(START + 1));
                p.setNString(2, "b");
                try (ResultSet r = p.executeQuery()) {
                    same("by time and text", List.of("1"), rows(r));
                }
            }
        }
    }

    private static void write(Connection c, SchemalessProtocolType protocol, String... lines) throws SQLException {
        boolean line = protocol == SchemalessProtocolType.LINE;
        ((AbstractConnection) c).write(lines, protocol,
            line ? SchemalessTimestampType.MILLI_SECONDS : SchemalessTimestampType.NOT_CONFIGURED);
    }

    private static void schemalessLines() throws Exception {
        try (Connection c = freshDatabase()) {
            write(c, SchemalessProtocolType.LINE, "sl,h=a v=1i,s=\"x y\" " + START, "sl,h=b v=2i " + (START + 1));
            write(c, SchemalessProtocolType.LINE, "sl,h=a v=3i,more=t " + (START + 2));
            same("rows", List.of("1,x y,null,a", "2,null,null,b", "3,null,true,a"),
                rows(c, "select v, s, more, h from sl order by _ts"));
            ((AbstractConnection) c).writeRaw("sl,h=a v=4i " + (START + 3) + "\nsl,h=b v=5i " + (START + 4),
                SchemalessProtocolType.LINE, SchemalessTimestampType.MILLI_SECONDS);
            same("after raw lines", List.of("5,15"), rows(c, "select count(*), sum(v) from sl"));
        }
    }

    private static void schemalessTelnet() throws Exception {
        try (Connection c = freshDatabase()) {
            write(c, SchemalessProtocolType.TELNET, "tel " + START + " 3.5 site=a", "tel " + (START + 1) + " 4 site=b");
            same("rows", List.of("3.5,a", "4.0,b"), rows(c, "select `_value`, site from tel order by _ts"));
        }
    }

    private static void schemalessJson() throws Exception {
        try (Connection c = freshDatabase()) {
            write(c, SchemalessProtocolType.JSON,
                "[{\"metric\":\"js\",\"timestamp\":" + START + ",\"value\":4,\"tags\":{\"site\":\"a\"}}]");
            same("rows", List.of("4.0,a"), rows(c, "select `_value`, site from js"));
        }
    }

    private static void errors() throws Exception {
        try (Connection c = freshDatabase()) {
            refused("an unknown table", 0x2603, "Table does not exist", () -> rows(c, "select * from no_such_table"));
            refused("no SQL", 0x2600, "syntax error near \"selec 1\"", () -> rows(c, "selec 1"));
            refused("a bad line", 0x3002, "SML line cols is empty", () -> write(c, SchemalessProtocolType.LINE, "bad"));
            refused("a statement on an unknown table", 0x22b, "Table does not exist",
                () -> c.prepareStatement("insert into no_such_table values (?, ?)").close());
            same("the connection goes on", List.of("1"), rows(c, "select 1"));
        }
    }

    private static TaosConsumer<Map<String, Object>> consumer(String topic, String... more) throws SQLException {
        Properties p = new Properties();
        p.setProperty("td.connect.type", "ws");
        p.setProperty("bootstrap.servers", "127.0.0.1:" + port);
        p.setProperty("td.connect.user", "root");
        p.setProperty("td.connect.pass", "taosdata");
        p.setProperty("group.id", "group_" + database);
        p.setProperty("client.id", "suite");
        p.setProperty("auto.offset.reset", "earliest");
        p.setProperty("enable.auto.commit", "false");
        p.setProperty("value.deserializer", "com.taosdata.jdbc.tmq.MapDeserializer");
        for (int i = 0; i < more.length; i += 2) p.setProperty(more[i], more[i + 1]);
        TaosConsumer<Map<String, Object>> consumer = new TaosConsumer<>(p);
        consumer.subscribe(List.of(topic));
        return consumer;
    }

    private static TreeSet<Integer> take(TaosConsumer<Map<String, Object>> consumer, int count, boolean commit) throws SQLException {
        TreeSet<Integer> found = new TreeSet<>();
        long end = System.currentTimeMillis() + 20_000;
        while (found.size() < count && System.currentTimeMillis() < end) {
            ConsumerRecords<Map<String, Object>> records = consumer.poll(Duration.ofMillis(200));
            for (ConsumerRecord<Map<String, Object>> record : records) found.add((Integer) record.value().get("v"));
            if (commit && !records.isEmpty()) consumer.commitSync();
        }
        return found;
    }

    private static Connection freshTopic() throws SQLException {
        try (Connection c = connect("", "")) {
            execute(c, "drop topic if exists topic_" + database);
        }
        Connection c = freshDatabase();
        execute(c, "create stable q (ts timestamp, v int) tags (g int)",
            "insert into q1 using q tags (1) values (" + START + ", 1) (" + (START + 1) + ", 2)",
            "create topic topic_" + database + " as select ts, v from q");
        return c;
    }

    private static void subscriptionResumes() throws Exception {
        try (Connection c = freshTopic()) {
            String topic = "topic_" + database;
            try (TaosConsumer<Map<String, Object>> consumer = consumer(topic)) {
                same("history", "[1, 2]", take(consumer, 2, true));
                consumer.unsubscribe();
            }
            execute(c, "insert into q1 values (" + (START + 2) + ", 3)");
            try (TaosConsumer<Map<String, Object>> consumer = consumer(topic)) {
                same("resumed after the commit", "[3]", take(consumer, 1, true));
                execute(c, "insert into q2 using q tags (2) values (" + START + ", 4)");
                same("what comes later", "[4]", take(consumer, 1, true));
                consumer.unsubscribe();
            }
            execute(c, "drop topic " + topic);
        }
    }

    private static void subscriptionAutoCommit() throws Exception {
        try (Connection c = freshTopic()) {
            String topic = "topic_" + database;
            String[] automatic = {"enable.auto.commit", "true", "auto.commit.interval.ms", "100"};
            try (TaosConsumer<Map<String, Object>> consumer = consumer(topic, automatic)) {
                same("history", "[1, 2]", take(consumer, 2, false));
                Thread.sleep(200); // longer than the interval; the next poll commits
                consumer.poll(Duration.ofMillis(200));
                consumer.unsubscribe();
            }
            execute(c, "insert into q1 values (" + (START + 2) + ", 3)");
            try (TaosConsumer<Map<String, Object>> consumer = consumer(topic, automatic)) {
                same("resumed after the commit", "[3]", take(consumer, 1, false));
                consumer.unsubscribe();
            }
            execute(c, "drop topic " + topic);
        }
    }

    private static void subscriptionOffsets() throws Exception {
        try (Connection c = freshTopic()) {
            String topic = "topic_" + database;
            try (TaosConsumer<Map<String, Object>> consumer = consumer(topic)) {
                same("history", "[1, 2]", take(consumer, 2, true));
                same("subscription", "[" + topic + "]", consumer.subscription());
                same("one vgroup", 1, consumer.assignment().size());
                TopicPartition vgroup = consumer.assignment().iterator().next();
                same("committed", consumer.position(vgroup), consumer.committed(vgroup).offset());
                same("begin before end", true,
                    consumer.beginningOffsets(topic).get(vgroup) < consumer.endOffsets(topic).get(vgroup));
                consumer.seekToBeginning(List.of(vgroup));
                same("again from the beginning", "[1, 2]", take(consumer, 2, false));
                consumer.seekToEnd(List.of(vgroup));
                execute(c, "insert into q1 values (" + (START + 2) + ", 3)");
                same("after the end", "[3]", take(consumer, 1, false));
                consumer.unsubscribe();
            }
            execute(c, "drop topic " + topic);
        }
    }

    /** Asks the test to kill the server and start it again, and waits until that is done. */
    private static void killAndRestart() throws Exception {
        System.out.println("connected");
        System.in.read();
    }

    private static void subscriptionAfterKill() throws Exception {
        String topic = "topic_" + database;
        freshTopic().close();
        try (TaosConsumer<Map<String, Object>> consumer = consumer(topic)) {
            same("history", "[1, 2]", take(consumer, 2, true));
            killAndRestart();
        } catch (SQLException gone) {
            // close() tells a server that does not know this consumer any more
        }
        try (Connection c = connect(database, "")) {
            execute(c, "insert into q1 values (" + (START + 2) + ", 3)");
        }
        try (TaosConsumer<Map<String, Object>> consumer = consumer(topic)) {
            same("resumed after the commit", "[3]", take(consumer, 1, true));
        }
    }

    private static void reconnect() throws Exception {
        String policy = "&enableAutoReconnect=true&reconnectIntervalMs=200&reconnectRetryCount=20";
        try (Connection c = freshDatabase("ms", policy)) {
            execute(c, "create table m (ts timestamp, v int)", "insert into m values (" + START + ", 1)");
            killAndRestart();
            same("after the restart", List.of("1"), rows(c, "select v from m"));
            same("and it writes", 1, execute(c, "insert into m values (" + (START + 1) + ", 2)"));
        }
    }
}
