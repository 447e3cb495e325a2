package dev.parley.app.acl;

import dev.parley.app.UserError;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * What a user may do with something on the broker, from any host.
 *
 * @param user without {@code User:}, such as {@code parley-hearing}
 * @param pattern whether {@code name} is the whole name or how names begin
 */
record AccessRule(
        String user,
        ResourceType resource,
        PatternType pattern,
        String name,
        SortedSet<AclOperation> operations) {
    private static final String ANY_HOST = "*";
    private static final int COLUMNS = 5;

    static AccessRule of(
            String user,
            ResourceType resource,
            PatternType pattern,
            String name,
            AclOperation... operations) {
        return new AccessRule(user, resource, pattern, name, new TreeSet<>(List.of(operations)));
    }

    /**
     * @param line five columns with tabs between them: user, resource, pattern, name, operations
     *     with commas between them
     */
    static AccessRule parse(String line) {
        String[] columns = line.split("\t", -1);
        if (columns.length != COLUMNS) {
            throw new UserError(
                    "An access rule has five columns with tabs between them, not: " + line);
        }
        try {
            return new AccessRule(
                    columns[0],
                    ResourceType.valueOf(upper(columns[1])),
                    PatternType.valueOf(upper(columns[2])),
                    columns[3],
                    List.of(columns[4].split(",")).stream()
                            .map(name -> AclOperation.valueOf(upper(name.strip())))
                            .collect(Collectors.toCollection(TreeSet::new)));
        } catch (IllegalArgumentException e) {
            throw new UserError("This access rule isn't understood: " + line, e);
        }
    }

    private static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }

    /** As {@link #parse} reads it. */
    String line() {
        return String.join(
                "\t",
                user,
                lower(resource),
                lower(pattern),
                name,
                operations.stream().map(AccessRule::lower).collect(Collectors.joining(",")));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** As the broker takes it. */
    List<AclBinding> bindings() {
        ResourcePattern what = new ResourcePattern(resource, name, pattern);
        return operations.stream()
                .map(
                        operation ->
                                new AclBinding(
                                        what,
                                        new AccessControlEntry(
                                                "User:" + user,
                                                ANY_HOST,
                                                operation,
                                                AclPermissionType.ALLOW)))
                .toList();
    }
}
