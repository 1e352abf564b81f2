import com.taosdata.jdbc.AbstractConnection;
import com.taosdata.jdbc.enums.SchemalessProtocolType;
import com.taosdata.jdbc.enums.SchemalessTimestampType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Schemaless writing in three protocols. */
final class SchemalessChecks extends Suite {
    static void addTo(Map<String, Check> checks) {
        checks.put("schemaless lines", SchemalessChecks::schemalessLines);
        checks.put("schemaless telnet", SchemalessChecks::schemalessTelnet);
        checks.put("schemaless JSON", SchemalessChecks::schemalessJson);
        checks.put("schemaless errors", SchemalessChecks::schemalessErrors);
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

    private static void schemalessErrors() throws Exception {
        try (Connection c = freshDatabase()) {
            refused("a bad line", 0x3002, "SML line cols is empty", () -> write(c, SchemalessProtocolType.LINE, "bad"));
            write(c, SchemalessProtocolType.LINE, "sl,h=a v=1i " + START);
            same("the connection goes on", List.of("1"), rows(c, "select v from sl"));
        }
    }
}
