package dev.parley.app.audit;

import dev.parley.app.UserError;
import dev.parley.app.client.Terminal;
import dev.parley.app.config.ConfigurationOptions;
import dev.parley.app.config.ParleyConfig;
import dev.parley.connectors.tools.audit.SigningAuthority;
import dev.parley.schemas.codec.Codec;
import dev.parley.schemas.codec.SchemaCatalogue;
import dev.parley.schemas.keys.EphemeralKeys;
import dev.parley.streams.audit.BrokenLink;
import dev.parley.streams.stage.PassingFaultException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says whether the audit is as it was written. */
@Command(
        name = "verify",
        description = {
            "Check the whole audit: each link of its chains, in the topic and in the table, what"
                    + " was signed of them, and one place against the other.",
            "Ends with 0 if all is as it was written, with 1 if not, and names the first link of"
                    + " each partition that is broken."
        })
public final class VerifyCommand implements Runnable {
    private static final int CELLS = 30;

    @Mixin private ConfigurationOptions configuration = new ConfigurationOptions();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data directory, instead of the one that is or was last in use.")
    private @Nullable Path data;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description =
                    "A public key (PEM) that you kept, instead of the installation's own; again for"
                            + " each.")
    private List<Path> keys = new ArrayList<>();

    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
        ParleyConfig config = configuration.load().root();
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        Terminal terminal = Terminal.of(out, true, System.getenv());
        List<SigningAuthority> authorities =
                keys.isEmpty()
                        ? List.of(AuditPlaces.authority(AuditPlaces.keyFile(config, data)))
                        : keys.stream().map(AuditPlaces::authority).toList();
        Verification.Verdict verdict = verdict(config, terminal, authorities);
        tell(terminal, verdict);
        if (!verdict.findings().isEmpty()) {
            BrokenLink first = verdict.findings().getFirst().broken();
            throw new AuditCommand.BrokenAudit(
                    "The audit is broken; the first link that is: partition %d, record %d (%s)."
                            .formatted(first.partition(), first.sequence(), told(first.kind())));
        }
        terminal.line("✓ All is as it was written.");
    }

    private Verification.Verdict verdict(
            ParleyConfig config, Terminal terminal, List<SigningAuthority> authorities) {
        try (AuditPlaces places = AuditPlaces.open(config, data, terminal::line);
                TopicChain topic = places.topic()) {
            long total = Math.max(1, topic.reach() + places.table().count());
            Verification.Verdict verdict =
                    new Verification(
                                    topic,
                                    places.table(),
                                    authorities,
                                    new Codec(new EphemeralKeys(), SchemaCatalogue.load()),
                                    places.live(),
                                    done -> terminal.passing(bar(done, total)))
                            .verify();
            terminal.clear();
            return verdict;
        } catch (KafkaException e) {
            throw new UserError(
                    "The broker stopped answering ("
                            + e.getMessage()
                            + "): look whether it still runs, then try again.",
                    e);
        } catch (PassingFaultException e) {
            throw new UserError(
                    "The database stopped answering: look whether it still runs, then try again.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("Interrupted.", e);
        }
    }

    private static String bar(long done, long total) {
        int full = (int) Math.min(CELLS, done * CELLS / total);
        return "  verifying [%s%s] %3d%% of %d records"
                .formatted(
                        "#".repeat(full),
                        ".".repeat(CELLS - full),
                        Math.min(100, done * 100 / total),
                        total);
    }

    private static void tell(Terminal terminal, Verification.Verdict verdict) {
        terminal.line(
                "%d records in the topic, %d in the table; %d checkpoints, which cover %d records"
                        .formatted(
                                verdict.records(),
                                verdict.rows(),
                                verdict.checkpoints(),
                                verdict.signed()));
        verdict.notes().forEach(terminal::line);
        for (Verification.Finding each : verdict.findings()) {
            BrokenLink broken = each.broken();
            terminal.line(
                    "✗ %s: partition %d, record %d is %s: %s"
                            .formatted(
                                    each.place(),
                                    broken.partition(),
                                    broken.sequence(),
                                    told(broken.kind()),
                                    broken.why()));
        }
    }

    private static String told(BrokenLink.Kind kind) {
        return switch (kind) {
            case FORGED_CHECKPOINT -> "signed wrongly";
            case DIFFERS -> "not the same in topic and table";
            default -> kind.name().toLowerCase(Locale.ROOT);
        };
    }
}
