package dev.parley.app.client;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which server to speak to, and as whom; a picocli mixin. */
final class ServerOptions {
    private static final String TOKEN_VARIABLE = "PARLEY_TOKEN";
    private static final String OPENAI_VARIABLE = "OPENAI_API_KEY";
    private static final String OPENAI = "api.openai.com";

    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "The voice WebSocket of any server that speaks the OpenAI Realtime protocol,"
                            + " such as ws://127.0.0.1:9000/v1/realtime; by default that of the"
                            + " Parley running on this data directory.")
    private @Nullable URI url;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "The model to ask for, of a server that has several.")
    private @Nullable String model;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description =
                    "The token to show; by default this machine's Parley's own, with --url that in"
                            + " PARLEY_TOKEN, for api.openai.com that in OPENAI_API_KEY.")
    private @Nullable String token;

    @Option(
            names = "--token-env",
            paramLabel = "NAME",
            description = "Take the token from this environment variable.")
    private @Nullable String tokenVariable;

    @Option(
            names = "--token-as",
            paramLabel = "PLACE",
            defaultValue = "HEADER",
            description =
                    "How to show the token: header (Authorization: Bearer, the default) or"
                            + " subprotocol, as browsers do.")
    private Credential.Place place = Credential.Place.HEADER;

    @Option(
            names = "--authority",
            paramLabel = "FILE",
            description =
                    "The authority that vouches for a wss:// server (PEM), where it is your own.")
    private @Nullable Path authority;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description =
                    "Your time zone, such as Europe/Berlin; by default this machine's. Only Parley"
                            + " is told.")
    private @Nullable String zone;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data directory of the Parley to talk to; by default the usual one.")
    private @Nullable Path directory;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    /**
     * @throws ParameterException if they make no sense
     */
    void check(Map<String, String> environment) {
        if (url != null
                && (!Set.of("ws", "wss").contains(String.valueOf(url.getScheme()))
                        || url.getHost() == null)) {
            throw wrong("--url must begin with ws:// or wss:// and a host.");
        }
        if (model != null && url == null) {
            throw wrong("--model goes with --url; Parley has no choice of models here.");
        }
        if (token != null && tokenVariable != null) {
            throw wrong("Give either --token or --token-env.");
        }
        if (tokenVariable != null && environment.getOrDefault(tokenVariable, "").isEmpty()) {
            throw wrong("The environment variable " + tokenVariable + " is not set.");
        }
        if (zone != null) {
            try {
                ZoneId.of(zone);
            } catch (DateTimeException e) {
                throw wrong("--zone " + zone + " is no time zone; try Europe/Berlin.");
            }
        }
    }

    /**
     * Never shows the local token to another server than the local one.
     *
     * @param data the usual data directory, where the local Parley leaves its address
     * @throws IOException if there is none; the message is a sentence
     */
    Address address(Supplier<Path> data, Map<String, String> environment) throws IOException {
        String given = givenToken(environment);
        URI wanted = url;
        if (wanted != null && given != null) {
            return to(wanted, authority, given, false);
        }
        Path where = directory(data);
        Optional<Endpoint> local = Endpoint.read(where);
        if (wanted != null) {
            Optional<Endpoint> known = local.filter(here -> here.url().equals(wanted));
            return to(
                    wanted,
                    authority != null ? authority : known.map(Endpoint::authority).orElse(null),
                    known.map(Endpoint::token).orElse(null),
                    known.isPresent());
        }
        Endpoint here =
                local.orElseThrow(
                        () ->
                                new IOException(
                                        "No Parley runs on "
                                                + where
                                                + ": start one with ./parley up, or name one with"
                                                + " --url."));
        return to(
                here.url(),
                authority != null ? authority : here.authority(),
                given != null ? given : here.token(),
                true);
    }

    /** Whether the Parley on a data directory is meant. */
    boolean isLocal() {
        return url == null;
    }

    /** The data directory of the local Parley. */
    Path directory(Supplier<Path> data) {
        return directory != null ? directory : data.get();
    }

    private Address to(URI at, @Nullable Path trusted, @Nullable String shown, boolean local) {
        return new Address(
                model == null ? at : Address.with(at, "model", model),
                trusted,
                new Credential(shown, place),
                zone != null ? ZoneId.of(zone) : ZoneId.systemDefault(),
                local);
    }

    /** OpenAI's key is shown to nobody else unless the user says so. */
    private @Nullable String givenToken(Map<String, String> environment) {
        if (token != null) {
            return token;
        }
        if (tokenVariable != null) {
            return environment.get(tokenVariable);
        }
        if (url != null && OPENAI.equals(url.getHost().toLowerCase(Locale.ROOT))) {
            return setOrNull(environment.get(OPENAI_VARIABLE));
        }
        return url == null ? null : setOrNull(environment.get(TOKEN_VARIABLE));
    }

    private static @Nullable String setOrNull(@Nullable String value) {
        return value == null || value.isEmpty() ? null : value;
    }

    private ParameterException wrong(String sentence) {
        CommandLine command = spec == null ? new CommandLine(this) : spec.commandLine();
        return new ParameterException(command, sentence);
    }
}
