import com.taosdata.jdbc.TaosPrepareStatement;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Prepared statements. */
final class StatementChecks extends Suite {
    static void addTo(Map<String, Check> checks) {
        checks.put("prepared batch insert by rows", StatementChecks::preparedByRows);
        checks.put("prepared batch insert by columns", StatementChecks::preparedByColumns);
        checks.put("prepared insert of every type", StatementChecks::preparedEveryType);
        checks.put("prepared query", StatementChecks::preparedQuery);
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
}
