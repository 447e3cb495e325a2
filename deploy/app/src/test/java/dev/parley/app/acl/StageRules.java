package dev.parley.app.acl;

import static org.apache.kafka.common.acl.AclOperation.ALL;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.PatternType.LITERAL;
import static org.apache.kafka.common.resource.PatternType.PREFIXED;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.apache.kafka.common.resource.ResourceType.TRANSACTIONAL_ID;

import dev.parley.connectors.gateway.KafkaConversationLog;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.Stage;
import dev.parley.streams.stage.Topology;
import dev.parley.streams.stage.Transform;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The rules that follow from what stages say of themselves. */
final class StageRules {
    private StageRules() {}

    static String user(String stage) {
        return "parley-" + stage;
    }

    static List<AccessRule> of(Stage stage) {
        String user = user(stage.name());
        List<AccessRule> rules = new ArrayList<>();
        Set<Topic> read = new LinkedHashSet<>(stage.reads());
        Set<Topic> written = new LinkedHashSet<>(stage.writes());
        if (stage instanceof Transform transform) {
            transform.recalls().ifPresent(read::add);
            written.add(Topics.FAILURES);
            written.add(Topics.DEAD_LETTERS);
        }
        rules.addAll(topics(user, read, written));
        rules.add(AccessRule.of(user, GROUP, LITERAL, user, READ, DESCRIBE));
        if (stage instanceof Topology<?>) {
            rules.add(AccessRule.of(user, TOPIC, PREFIXED, user + "-", ALL));
            rules.add(AccessRule.of(user, TRANSACTIONAL_ID, PREFIXED, user + "-", WRITE, DESCRIBE));
        }
        return rules;
    }

    static List<AccessRule> ofTheGateway() {
        return topics(
                user("gateway"),
                new LinkedHashSet<>(KafkaConversationLog.READS),
                new LinkedHashSet<>(KafkaConversationLog.WRITES));
    }

    /** Every process tells the others its schemas, and reads theirs. */
    private static List<AccessRule> topics(String user, Set<Topic> read, Set<Topic> written) {
        List<AccessRule> rules = new ArrayList<>();
        Set<Topic> all = new LinkedHashSet<>(read);
        all.addAll(written);
        for (Topic topic : all) {
            if (!read.contains(topic)) {
                rules.add(AccessRule.of(user, TOPIC, LITERAL, topic.fullName(), WRITE, DESCRIBE));
            } else if (written.contains(topic)) {
                rules.add(
                        AccessRule.of(
                                user, TOPIC, LITERAL, topic.fullName(), READ, WRITE, DESCRIBE));
            } else {
                rules.add(AccessRule.of(user, TOPIC, LITERAL, topic.fullName(), READ, DESCRIBE));
            }
        }
        rules.add(
                AccessRule.of(
                        user, TOPIC, LITERAL, Topics.SCHEMAS.fullName(), READ, WRITE, DESCRIBE));
        return rules;
    }
}
