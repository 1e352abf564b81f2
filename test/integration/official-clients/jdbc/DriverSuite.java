import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The official JDBC driver over WebSocket against a server.
 *
 * <p>DriverSuite --list prints the names of the checks. DriverSuite PORT NAME runs one check; exit code 0 when it holds.
 */
public final class DriverSuite {
    public static void main(String[] args) throws Exception {
        Map<String, Suite.Check> checks = new LinkedHashMap<>();
        QueryChecks.addTo(checks);
        StatementChecks.addTo(checks);
        SchemalessChecks.addTo(checks);
        SubscriptionChecks.addTo(checks);
        if (args[0].equals("--list")) {
            checks.keySet().forEach(System.out::println);
            return;
        }
        Suite.port = Integer.parseInt(args[0]);
        Suite.database = "jdbc_" + args[1].toLowerCase().replaceAll("\\W+", "_");
        checks.get(args[1]).run();
        System.exit(0); // the driver leaves threads behind
    }
}
