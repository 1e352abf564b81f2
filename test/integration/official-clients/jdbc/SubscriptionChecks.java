import com.taosdata.jdbc.tmq.ConsumerRecord;
import com.taosdata.jdbc.tmq.ConsumerRecords;
import com.taosdata.jdbc.tmq.OffsetAndMetadata;
import com.taosdata.jdbc.tmq.TaosConsumer;
import com.taosdata.jdbc.tmq.TopicPartition;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;

/** Subscriptions. */
final class SubscriptionChecks extends Suite {
    static void addTo(Map<String, Check> checks) {
        checks.put("subscription commits and resumes", SubscriptionChecks::subscriptionResumes);
        checks.put("subscription commits by itself", SubscriptionChecks::subscriptionAutoCommit);
        checks.put("subscription offsets", SubscriptionChecks::subscriptionOffsets);
        checks.put("subscription after a kill", SubscriptionChecks::subscriptionAfterKill);
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

    private static long committed(TaosConsumer<?> consumer, TopicPartition vgroup) throws SQLException {
        OffsetAndMetadata committed = consumer.committed(vgroup);
        return committed == null ? -1 : committed.offset();
    }

    private static void subscriptionAutoCommit() throws Exception {
        try (Connection c = freshTopic()) {
            String topic = "topic_" + database;
            String[] automatic = {"enable.auto.commit", "true", "auto.commit.interval.ms", "100"};
            try (TaosConsumer<Map<String, Object>> consumer = consumer(topic, automatic)) {
                same("history", "[1, 2]", take(consumer, 2, false));
                TopicPartition vgroup = consumer.assignment().iterator().next();
                long position = consumer.position(vgroup);
                for (int polls = 0; polls < 100 && committed(consumer, vgroup) < position; polls++)
                    consumer.poll(Duration.ofMillis(50));
                same("committed", position, committed(consumer, vgroup));
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
}
