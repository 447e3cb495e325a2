package dev.parley.app;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** Parley's version, as the jar's manifest has it, and the Java version that it runs on. */
final class ProjectVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version =
                Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                        .orElse("development");
        return new String[] {"parley " + version, "Java " + Runtime.version()};
    }
}
