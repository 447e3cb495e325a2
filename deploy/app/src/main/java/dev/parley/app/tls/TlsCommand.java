package dev.parley.app.tls;

import dev.parley.app.UserError;
import dev.parley.app.config.ConfigurationOptions;
import dev.parley.embedded.DataDirectory;
import dev.parley.embedded.EmbeddedStartException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes what the ports need to speak TLS. */
@Command(
        name = "tls",
        description =
                "Make what the ports need to speak TLS, so that a phone may use its microphone.")
public final class TlsCommand implements Runnable {
    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                Objects.requireNonNull(spec).commandLine(), "Say parley tls init.");
    }

    @Command(
            name = "init",
            description = {
                "Make an authority of your own, once, and a certificate for this machine's names.",
                "Say it again for a new certificate when an address changes or a year is over; who"
                        + " trusts the authority trusts that one, too."
            })
    void init(
            @Mixin ConfigurationOptions configuration,
            @Option(names = "--data", paramLabel = "DIR", description = "The data directory.")
                    @Nullable Path data,
            @Parameters(
                            arity = "0..*",
                            paramLabel = "NAME",
                            description = "Further names or addresses that clients use.")
                    @Nullable List<String> further)
            throws InterruptedException {
        Path root = data != null ? data.toAbsolutePath() : configuration.load().root().data();
        List<String> names = new ArrayList<>(MachineNames.all());
        for (String name : further == null ? List.<String>of() : further) {
            names.add(named(name));
        }
        LocalAuthority authority = new LocalAuthority(folder(root));
        authority.certify(names);
        tell(authority, names);
    }

    private static String named(String name) {
        if (name.matches("[0-9.]+|[0-9a-fA-F]*:[0-9a-fA-F:.]+")) {
            return "ip:" + name;
        }
        if (!name.matches("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")) {
            throw new UserError(name + " is no name of a machine.");
        }
        return "dns:" + name;
    }

    private static Path folder(Path data) {
        try {
            return DataDirectory.folderIn(data, "tls");
        } catch (EmbeddedStartException e) {
            throw new UserError(String.valueOf(e.getMessage()), e);
        }
    }

    private void tell(LocalAuthority made, List<String> names) {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        out.println("Certificate  " + made.certificate() + "  for " + String.join(", ", names));
        out.println("Key          " + made.key());
        out.println("Authority    " + made.authority() + "  which other devices must trust");
        out.println();
        out.println("Put into parley.yaml:");
        out.println("  gateway:");
        out.println("    tls:");
        out.println("      certificate: " + made.certificate());
        out.println("      key: " + made.key());
        out.println("      authority: " + made.authority());
        out.println();
        out.println("On another device, send it authority.pem (never authority.p12) and trust it:");
        out.println(
                "  Android  Settings, Security, Encryption & credentials, Install a certificate,"
                        + " CA certificate");
        out.println(
                "  iOS      open the file, install the profile, then Settings, General, About,"
                        + " Certificate Trust Settings");
        out.println("  Firefox  Settings, Certificates, Authorities, Import");
        out.println("  others   the system's store of trusted authorities");
        out.println("Then ./parley up --host 0.0.0.0 shows a QR code for the phone.");
        out.flush();
    }
}
