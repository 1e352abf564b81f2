import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.LinkedHashMap;
import java.util.Map;

/** The JDBC driver of PostgreSQL against a KWDB server: `--list`, or PORT and the name of a check. */
public final class KwdbSuite {
    private static final long START = 1_700_000_000_000L;
    private static final Map<String, Check> CHECKS = new LinkedHashMap<>();
    private static int port;
    private static String database;

    private interface Check {
        void run() throws Exception;
    }

    private static void same(String what, Object expected, Object found) {
        if (!String.valueOf(expected).equals(String.valueOf(found)))
            throw new AssertionError(what + ": expected " + expected + ", found " + found);
    }

    private static void refused(String state, Check action) throws Exception {
        try {
            action.run();
        } catch (SQLException error) {
            same("SQLSTATE of " + error, state, error.getSQLState());
            return;
        }
        throw new AssertionError(state + ": no error");
    }

    private static Connection connect(String name, String more) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + name + "?user=root" + more);
    }

    private static Connection freshDatabase(String more) throws SQLException {
        try (Connection c = connect("defaultdb", "")) {
            execute(c, "drop database if exists " + database + " cascade", "create ts database " + database);
        }
        return connect(database, more);
    }

    private static void execute(Connection connection, String... statements) throws SQLException {
        try (Statement s = connection.createStatement()) {
            for (String sql : statements) s.execute(sql);
        }
    }

    private static void everyType() throws Exception {
        try (Connection c = freshDatabase("")) {
            execute(c,
                "create table t (ts timestamptz(3) not null, i2 int2, i4 int4, i8 int8, f4 float4, f8 float8, b bool, v varchar(100),"
                    + " nv nvarchar(100)) tags (host varchar(64) not null) primary tags (host)",
                "insert into t values (" + START + ", -32768, 2147483647, 9007199254740993, 1.5, -1.25e-7, true, 'it''s', '中文', 'h')");
            try (PreparedStatement s = c.prepareStatement("select * from t where i8 = ?")) {
                // From the fifth run on the driver has the statement prepared and asks for binary results.
                for (int i = 0; i < 8; i++) {
                    s.setLong(1, 9007199254740993L);
                    try (ResultSet r = s.executeQuery()) {
                        same("a row", true, r.next());
                        same("ts", START, r.getTimestamp(1).getTime());
                        same("i2", -32768, r.getShort(2));
                        same("i4", 2147483647, r.getInt(3));
                        same("i8", 9007199254740993L, r.getLong(4));
                        same("f4", 1.5f, r.getFloat(5));
                        same("f8", -1.25e-7, r.getDouble(6));
                        same("b", true, r.getBoolean(7));
                        same("v", "it's", r.getString(8));
                        same("nv", "中文", r.getString(9));
                        same("tag", "h", r.getString(10));
                        same("one row", false, r.next());
                    }
                }
            }
        }
    }

    private static void preparedBatch() throws Exception {
        try (Connection c = freshDatabase("")) {
            execute(c, "create table m (ts timestamptz(3) not null, v int4) tags (host varchar(64) not null) primary tags (host)");
            try (PreparedStatement s = c.prepareStatement("insert into m (ts, v, host) values (?, ?, ?)")) {
                for (int n = 0; n < 500; n++) {
                    s.setTimestamp(1, new Timestamp(START + n));
                    s.setInt(2, n);
                    s.setString(3, "h" + n % 5);
                    s.addBatch();
                }
                same("statements", 500, s.executeBatch().length);
            }
            try (Statement s = c.createStatement(); ResultSet r = s.executeQuery("select count(*), max(v) from m")) {
                same("a row", true, r.next());
                same("count", 500, r.getLong(1));
                same("largest", 499, r.getInt(2));
            }
        }
    }

    private static void rowsInPortions() throws Exception {
        try (Connection c = freshDatabase("")) {
            execute(c, "create table m (ts timestamptz(3) not null, v int4) tags (host varchar(64) not null) primary tags (host)");
            StringBuilder values = new StringBuilder();
            for (int n = 0; n < 1000; n++) values.append(n == 0 ? "" : ", ").append("(" + (START + n) + ", " + n + ", 'h')");
            execute(c, "insert into m (ts, v, host) values " + values);
            c.setAutoCommit(false);
            try (Statement s = c.createStatement()) {
                s.setFetchSize(64);
                try (ResultSet r = s.executeQuery("select v from m order by ts")) {
                    for (int n = 0; n < 1000; n++) {
                        same("a row", true, r.next());
                        same("value", n, r.getInt(1));
                    }
                    same("the end", false, r.next());
                }
            }
            c.commit();
        }
    }

    private static void simpleProtocol() throws Exception {
        try (Connection c = freshDatabase("&preferQueryMode=simple")) {
            execute(c, "create table m (ts timestamptz(3) not null, v int4) tags (host varchar(64) not null) primary tags (host)");
            execute(c, "insert into m (ts, v, host) values (" + START + ", 1, 'h')");
            try (PreparedStatement s = c.prepareStatement("select v from m where host = ?")) {
                s.setString(1, "h");
                try (ResultSet r = s.executeQuery()) {
                    same("a row", true, r.next());
                    same("value", 1, r.getInt(1));
                }
            }
        }
    }

    private static void errors() throws Exception {
        try (Connection c = freshDatabase("")) {
            refused("42P01", () -> execute(c, "select * from nowhere"));
            refused("42601", () -> execute(c, "selec 1"));
            refused("42P04", () -> execute(c, "create ts database " + database));
            execute(c, "select 1");
        }
        refused("XXUUU", () -> DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/defaultdb?user=nobody").close());
    }

    public static void main(String[] args) throws Exception {
        CHECKS.put("every type", KwdbSuite::everyType);
        CHECKS.put("prepared batch", KwdbSuite::preparedBatch);
        CHECKS.put("rows in portions", KwdbSuite::rowsInPortions);
        CHECKS.put("simple protocol", KwdbSuite::simpleProtocol);
        CHECKS.put("errors with code", KwdbSuite::errors);
        if (args[0].equals("--list")) {
            System.out.println(String.join("\n", CHECKS.keySet()));
            return;
        }
        port = Integer.parseInt(args[0]);
        database = "java_" + args[1].replace(' ', '_');
        CHECKS.get(args[1]).run();
    }
}
