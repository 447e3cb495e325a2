package dev.parley.app.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.streams.audio.Resampler;
import dev.parley.streams.audio.Wav;
import dev.parley.streams.synthesis.SpeechSynthesizer;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code parley talk}: asks one question, aloud, and plays the reply to its end. */
@Command(
        name = "talk",
        description = {
            "Ask a question aloud and hear the reply.",
            "The question is a recording, or words that are spoken by the embedded voice first. It"
                    + " is sent at the pace at which it would be spoken."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the reply was played to its end",
            "1:no reply in time, or it was cut short",
            "2:wrong usage, or a recording that can't be read",
            "3:no voice session could be had at the address",
            "4:the token was refused"
        })
public final class TalkCommand implements Callable<Integer> {
    static final int ANSWERED = 0;
    static final int UNANSWERED = 1;
    static final int USAGE = 2;
    static final int UNREACHABLE = 3;
    static final int REFUSED = 4;

    private static final Set<Integer> RATES = Set.of(8_000, 16_000, 24_000);
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);
    private static final Duration TIMELINE_PATIENCE = Duration.ofSeconds(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    @Parameters(arity = "0..*", paramLabel = "WORDS", description = "What to ask.")
    private List<String> words = List.of();

    @Option(
            names = "--wav",
            paramLabel = "FILE",
            description = "The question as a WAV file: PCM, any rate, mono or stereo.")
    private @Nullable Path wav;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write the reply's sound to a WAV file (24 kHz).")
    private @Nullable Path out;

    @Option(
            names = "--json",
            description = "Print the server's events, one a line, with the sound in them.")
    private boolean json;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "The voice WebSocket, such as ws://127.0.0.1:9000/v1/realtime; by default that"
                            + " of the Parley running on this data directory.")
    private @Nullable URI url;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "The token to show; by default the local one, for the local Parley only.")
    private @Nullable String token;

    @Option(
            names = "--authority",
            paramLabel = "FILE",
            description =
                    "The authority that vouches for a wss:// server (PEM), where it is your own.")
    private @Nullable Path authority;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "Your time zone, such as Europe/Berlin; by default this machine's.")
    private @Nullable String zone;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long to wait for the reply (${DEFAULT-VALUE} s).")
    private int timeoutSeconds;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data directory of the Parley to talk to; by default the usual one.")
    private @Nullable Path directory;

    @Mixin private OutputOptions output = new OutputOptions();

    @Spec private @Nullable CommandSpec spec;

    private final Supplier<Path> data;
    private final Supplier<SpeechSynthesizer> voice;

    /**
     * @param data the data directory, where the local Parley leaves its address
     * @param voice makes the voice that speaks the words; asked only if there are some
     */
    public TalkCommand(Supplier<Path> data, Supplier<SpeechSynthesizer> voice) {
        this.data = data;
        this.voice = voice;
    }

    /** Where and as whom to speak. */
    private record Target(URI url, @Nullable Path authority, @Nullable String token) {}

    private record Question(int rate, short[] samples) {}

    @Override
    public Integer call() throws InterruptedException {
        checkUsage();
        Target target;
        try {
            target = target();
        } catch (IOException e) {
            return fail(UNREACHABLE, e.getMessage());
        }
        Question question;
        try {
            question = question();
        } catch (NoSuchFileException e) {
            return fail(USAGE, "There is no file " + wav + ".");
        } catch (IOException e) {
            return fail(USAGE, wav + " can't be used: " + e.getMessage() + ".");
        }
        try (RealtimeClient client =
                RealtimeClient.connect(
                        inZone(target.url()), target.authority(), target.token(), HANDSHAKE)) {
            return converse(client, target, question);
        } catch (UnreachableException e) {
            return fail(UNREACHABLE, e.getMessage());
        } catch (TokenRefusedException e) {
            return fail(REFUSED, e.getMessage());
        } catch (IOException e) {
            return fail(UNREACHABLE, "The session ended early: " + e.getMessage() + ".");
        }
    }

    private void checkUsage() {
        if (words.isEmpty() == (wav == null)) {
            throw wrong("Give either the words to ask or --wav FILE.");
        }
        if (timeoutSeconds < 1) {
            throw wrong("--timeout must be at least 1 second.");
        }
        if (url != null && !Set.of("ws", "wss").contains(String.valueOf(url.getScheme()))) {
            throw wrong("--url must begin with ws:// or wss://.");
        }
        if (zone != null) {
            try {
                ZoneId.of(zone);
            } catch (DateTimeException e) {
                throw wrong("--zone " + zone + " is no time zone; try Europe/Berlin.");
            }
        }
    }

    /** Never shows the local token to another server than the local one. */
    private Target target() throws IOException {
        if (url != null && token != null) {
            return new Target(url, authority, token);
        }
        Path where = directory != null ? directory : data.get();
        Optional<Endpoint> local = Endpoint.read(where);
        if (url != null) {
            URI wanted = url;
            Optional<Endpoint> known = local.filter(here -> here.url().equals(wanted));
            return new Target(
                    url,
                    authority != null ? authority : known.map(Endpoint::authority).orElse(null),
                    known.map(Endpoint::token).orElse(null));
        }
        Endpoint here =
                local.orElseThrow(
                        () ->
                                new IOException(
                                        "No Parley runs on "
                                                + where
                                                + ": start one with ./parley up, or name one with"
                                                + " --url."));
        return new Target(
                here.url(),
                authority != null ? authority : here.authority(),
                token != null ? token : here.token());
    }

    private URI inZone(URI address) {
        String id = zone != null ? zone : ZoneId.systemDefault().getId();
        String parameter = "zone=" + URLEncoder.encode(id, StandardCharsets.UTF_8);
        String mark = address.getRawQuery() == null ? "?" : "&";
        return URI.create(address + mark + parameter);
    }

    private Question question() throws IOException {
        if (wav != null) {
            Wav recording = Wav.read(wav);
            return RATES.contains(recording.sampleRate())
                    ? new Question(recording.sampleRate(), recording.mono())
                    : new Question(
                            24_000,
                            Resampler.convert(recording.mono(), recording.sampleRate(), 24_000));
        }
        try (SpeechSynthesizer speaker = voice.get()) {
            short[] samples = Speaking.whole(speaker, String.join(" ", words));
            return new Question(SpeechSynthesizer.SAMPLE_RATE, samples);
        }
    }

    private int converse(RealtimeClient client, Target target, Question question)
            throws InterruptedException, IOException, TokenRefusedException {
        Exchange exchange = new Exchange();
        PrintWriter terminal = commandLineOut();
        LiveView view = output.view(output.terminal(terminal));
        try (Microphone microphone = Microphone.open(client, question.rate())) {
            CompletableFuture<Long> asked = microphone.say(question.samples());
            long patience = Duration.ofSeconds(timeoutSeconds).toNanos();
            long giveUpAt =
                    System.nanoTime()
                            + patience
                            + question.samples().length * 1_000_000_000L / question.rate();
            while (true) {
                Received next =
                        client.take(Duration.ofNanos(Math.max(0, giveUpAt - System.nanoTime())));
                if (next == null) {
                    return fail(
                            UNANSWERED,
                            "No reply within " + timeoutSeconds + " s of the question's end.");
                }
                show(next, view, terminal);
                exchange.accept(next);
                if (exchange.answer().isPresent() && asked.isDone()) {
                    awaitTimeline(client, exchange, view, terminal);
                    return keep(exchange.answer().get());
                }
                if (next instanceof Received.Closed closed) {
                    if (Connection.refusesToken(closed.code())) {
                        throw Connection.refused(target.url(), target.token(), closed.reason());
                    }
                    return fail(
                            UNANSWERED,
                            "The server closed the session ("
                                    + closed.code()
                                    + ") before the end"
                                    + " of the reply.");
                }
                if (exchange.replies().stream().anyMatch(SpokenReply::isFailed)) {
                    return fail(UNANSWERED, "The server gave the reply up.");
                }
                if (exchange.error().isPresent() && exchange.replies().isEmpty()) {
                    return fail(
                            UNANSWERED, "The server reported an error: " + exchange.error().get());
                }
                if (isSound(next)) {
                    giveUpAt = Math.max(giveUpAt, client.playsUntil() + patience);
                }
            }
        }
    }

    private void awaitTimeline(
            RealtimeClient client, Exchange exchange, LiveView view, PrintWriter terminal)
            throws InterruptedException {
        long until = System.nanoTime() + TIMELINE_PATIENCE.toNanos();
        while (exchange.timelines().isEmpty()) {
            Received next = client.take(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
            if (next == null || next instanceof Received.Closed) {
                return;
            }
            show(next, view, terminal);
            exchange.accept(next);
        }
    }

    private int keep(SpokenReply reply) {
        if (out != null) {
            try {
                Wav.write(out, RealtimeClient.REPLY_RATE, reply.sound());
            } catch (IOException e) {
                return fail(UNANSWERED, "The reply can't be written to " + out + ": " + e + ".");
            }
        }
        return ANSWERED;
    }

    private void show(Received next, LiveView view, PrintWriter terminal) {
        if (!json) {
            view.show(next);
        } else if (next instanceof Received.Message message) {
            try {
                terminal.println(JSON.writeValueAsString(message.body()));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("what was read can be written", e);
            }
            terminal.flush();
        }
    }

    private static boolean isSound(Received received) {
        return received instanceof Received.Message message
                && message.type().equals("response.output_audio.delta");
    }

    private int fail(int exitCode, @Nullable String sentence) {
        PrintWriter err = commandSpec().commandLine().getErr();
        err.println("parley: " + sentence);
        err.flush();
        return exitCode;
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(commandSpec().commandLine(), sentence);
    }

    private PrintWriter commandLineOut() {
        return commandSpec().commandLine().getOut();
    }

    private CommandSpec commandSpec() {
        if (spec == null) {
            throw new IllegalStateException("run by picocli only");
        }
        return spec;
    }
}
