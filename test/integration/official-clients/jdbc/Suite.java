import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What the checks share: connections, databases of their own, comparing. */
abstract class Suite {
    /** 2023-11-14T22:13:20Z in milliseconds. */
    protected static final long START = 1_700_000_000_000L;
    /** POINT(1 2) as WKB. */
    protected static final String POINT = "0101000000000000000000f03f0000000000000040";
    /** Where the server listens, and the name of this check's own database. */
    static int port;
    static String database;

    /** One check; it throws when it does not hold. */
    interface Check {
        void run() throws Exception;
    }

    protected static void same(String what, Object expected, Object found) {
        if (!String.valueOf(expected).equals(String.valueOf(found)))
            throw new AssertionError(what + ": expected " + expected + ", found " + found);
    }

    protected static void refused(String what, int code, String text, Check action) throws Exception {
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

    protected static String hex(byte[] bytes) {
        return bytes == null ? null : HexFormat.of().formatHex(bytes);
    }

    protected static Connection connect(String db, String more) throws SQLException {
        return DriverManager.getConnection(
            "jdbc:TAOS-WS://127.0.0.1:" + port + "/" + db + "?user=root&password=taosdata" + more);
    }

    /** A connection to an empty database of this check's own. */
    protected static Connection freshDatabase(String precision, String more) throws SQLException {
        try (Connection c = connect("", "")) {
            execute(c, "drop database if exists " + database);
            execute(c, "create database " + database + " precision '" + precision + "' vgroups 1 wal_retention_period 3600");
        }
        return connect(database, more);
    }

    protected static Connection freshDatabase() throws SQLException {
        return freshDatabase("ms", "");
    }

    protected static int execute(Connection connection, String... statements) throws SQLException {
        int affected = 0;
        try (Statement s = connection.createStatement()) {
            for (String sql : statements) affected += s.executeUpdate(sql);
        }
        return affected;
    }

    /** Rows of a query as text: columns joined by a comma. */
    protected static List<String> rows(ResultSet result) throws SQLException {
        List<String> found = new ArrayList<>();
        while (result.next()) {
            List<String> row = new ArrayList<>();
            for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) row.add(result.getString(i));
            found.add(String.join(",", row));
        }
        return found;
    }

    protected static List<String> rows(Connection connection, String sql) throws SQLException {
        try (Statement s = connection.createStatement(); ResultSet r = s.executeQuery(sql)) {
            return rows(r);
        }
    }

    protected static final String EVERY_COLUMN = "ts timestamp, b bool, i8 tinyint, i16 smallint, i32 int, i64 bigint, f float,"
        + " d double, u8 tinyint unsigned, u16 smallint unsigned, u32 int unsigned, u64 bigint unsigned, v varchar(20),"
        + " n nchar(20), vb varbinary(20), g geometry(100), d64 decimal(10,2), d128 decimal(38,10)";

    /** Checks a result with one row of values and one of NULLs, as `everyType` and `preparedEveryType` write them. */
    protected static void sameEveryType(ResultSet r, boolean decimals) throws SQLException {
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

    /** Asks the test to kill the server and start it again, and waits until that is done. */
    protected static void killAndRestart() throws Exception {
        System.out.println("connected");
        System.in.read();
    }
}
