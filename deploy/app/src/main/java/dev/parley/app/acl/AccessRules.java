package dev.parley.app.acl;

import dev.parley.app.UserError;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/** The rules of a file, and how they come to a broker. */
final class AccessRules {
    static final String FILE = "acls.tsv";

    private static final String COMMENT = "#";

    private final List<AccessRule> rules;

    AccessRules(List<AccessRule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** Those that come along. */
    static AccessRules ofThisBuild() {
        try (InputStream in =
                        Objects.requireNonNull(AccessRules.class.getResourceAsStream(FILE), FILE);
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return parse(lines.lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @throws UserError if it can't be read or understood
     */
    static AccessRules read(Path file) {
        try {
            return parse(Files.readAllLines(file));
        } catch (IOException e) {
            throw new UserError("%s can't be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    static AccessRules parse(List<String> lines) {
        return new AccessRules(
                lines.stream()
                        .filter(line -> !line.isBlank() && !line.startsWith(COMMENT))
                        .map(AccessRule::parse)
                        .toList());
    }

    List<AccessRule> all() {
        return rules;
    }

    /** What has to be done to a broker so that it has these rules. */
    record Change(List<AclBinding> missing, List<AclBinding> surplus) {}

    /**
     * Makes the missing rules.
     *
     * @param client of an administrator
     * @param exactly whether what the rules' users may do beside them is taken away
     * @throws UserError if the broker doesn't let that be done
     */
    Change apply(Map<String, String> client, boolean exactly) throws InterruptedException {
        try (Admin admin = Admin.create(new HashMap<>(client))) {
            Change change = change(admin.describeAcls(AclBindingFilter.ANY).values().get());
            admin.createAcls(change.missing()).all().get();
            if (exactly) {
                admin.deleteAcls(change.surplus().stream().map(AclBinding::toFilter).toList())
                        .all()
                        .get();
            }
            return change;
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw refused(cause == null ? e : cause);
        }
    }

    private Change change(Collection<AclBinding> present) {
        Set<AclBinding> wanted = new HashSet<>();
        Set<String> principals = new HashSet<>();
        for (AccessRule rule : rules) {
            wanted.addAll(rule.bindings());
            principals.add("User:" + rule.user());
        }
        List<AclBinding> missing = new ArrayList<>(wanted);
        missing.removeAll(new HashSet<>(present));
        List<AclBinding> surplus =
                present.stream()
                        .filter(binding -> principals.contains(binding.entry().principal()))
                        .filter(binding -> !wanted.contains(binding))
                        .toList();
        return new Change(List.copyOf(missing), surplus);
    }

    private static UserError refused(Throwable cause) {
        return switch (cause) {
            case SecurityDisabledException off ->
                    new UserError(
                            "The broker keeps no access rules: set its authorizer.class.name, and"
                                    + " super.users to whoever applies them.",
                            off);
            case TopicAuthorizationException denied ->
                    new UserError("You may not change the broker's access rules.", denied);
            default -> new UserError("The broker's access rules can't be changed: " + cause, cause);
        };
    }
}
