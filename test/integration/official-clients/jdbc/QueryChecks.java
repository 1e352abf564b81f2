import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Connecting, querying, what is refused, and finding the server again. */
final class QueryChecks extends Suite {
    static void addTo(Map<String, Check> checks) {
        checks.put("connect", QueryChecks::connects);
        checks.put("every type", QueryChecks::everyType);
        checks.put("JSON tags", QueryChecks::jsonTags);
        checks.put("many rows", QueryChecks::manyRows);
        checks.put("time zone of the connection", QueryChecks::timeZone);
        checks.put("catalog of databases, tables and columns", QueryChecks::catalog);
        checks.put("errors with code and text", QueryChecks::errors);
        checks.put("reconnect", QueryChecks::reconnect);
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

    private static void errors() throws Exception {
        try (Connection c = freshDatabase()) {
            refused("an unknown table", 0x2603, "Table does not exist", () -> rows(c, "select * from no_such_table"));
            refused("no SQL", 0x2600, "syntax error near \"selec 1\"", () -> rows(c, "selec 1"));
            refused("a statement on an unknown table", 0x22b, "Table does not exist",
                () -> c.prepareStatement("insert into no_such_table values (?, ?)").close());
            same("the connection goes on", List.of("1"), rows(c, "select 1"));
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
