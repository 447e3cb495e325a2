package dev.parley.app.client;

import dev.parley.streams.audio.Resampler;
import dev.parley.streams.audio.Wav;
import dev.parley.streams.synthesis.SpeechSynthesizer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
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
            "4:the token was refused",
            "6:the server reported an error, or doesn't keep to the protocol",
            "7:no word was understood of the question"
        })
public final class TalkCommand implements Callable<Integer> {
    private static final Set<Integer> RATES = Set.of(8_000, 16_000, 24_000);

    /** The one rate that every server takes. */
    private static final int COMMON_RATE = RealtimeClient.REPLY_RATE;

    private static final Duration INTRODUCTION = Duration.ofSeconds(10);
    private static final Duration TIMELINE_PATIENCE = Duration.ofSeconds(2);

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
            description =
                    "Print what happens as JSON, an event a line: the server's with the sound in"
                            + " them, and those of this side.")
    private boolean json;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long to wait for the reply (${DEFAULT-VALUE} s).")
    private int timeoutSeconds;

    @Mixin private ServerOptions server = new ServerOptions();

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

    private record Question(int rate, short[] samples) {
        Question at(int wanted) {
            return rate == wanted
                    ? this
                    : new Question(wanted, Resampler.convert(samples, rate, wanted));
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        checkUsage();
        PrintWriter out = commandLineOut();
        LiveView view = output.view(output.terminal(out));
        EventLines lines = new EventLines(out);
        Consumer<Received> shown = json ? lines::show : view::show;
        int exitCode;
        String sentence = "";
        try {
            exitCode = ask(shown);
        } catch (Failure e) {
            exitCode = e.exitCode();
            sentence = String.valueOf(e.getMessage());
            tell(sentence);
        }
        if (json) {
            lines.print(
                    EventLines.event("client.ended")
                            .put("exit_code", exitCode)
                            .put("message", sentence));
        }
        return exitCode;
    }

    private int ask(Consumer<Received> shown) throws Failure, InterruptedException {
        Address address;
        try {
            address = server.address(data, System.getenv());
        } catch (IOException e) {
            throw new Failure(ExitCode.UNREACHABLE, String.valueOf(e.getMessage()));
        }
        Question question;
        try {
            question = question();
        } catch (NoSuchFileException e) {
            throw new Failure(ExitCode.USAGE, "There is no file " + wav + ".");
        } catch (IOException e) {
            throw new Failure(ExitCode.USAGE, wav + " can't be used: " + e.getMessage() + ".");
        }
        try (RealtimeClient client = address.open(RealtimeClient.Playing.silently())) {
            Question asked = client.isParley(INTRODUCTION) ? question : question.at(COMMON_RATE);
            try {
                return converse(client, address, asked, shown);
            } catch (IOException e) {
                throw Ending.of(e, client, address, shown);
            }
        } catch (UnreachableException e) {
            throw new Failure(ExitCode.UNREACHABLE, String.valueOf(e.getMessage()));
        } catch (SilentServerException e) {
            throw new Failure(ExitCode.SERVER_FAULT, String.valueOf(e.getMessage()));
        } catch (TokenRefusedException e) {
            throw new Failure(ExitCode.REFUSED, String.valueOf(e.getMessage()));
        }
    }

    private void checkUsage() {
        if (words.isEmpty() == (wav == null)) {
            throw wrong("Give either the words to ask or --wav FILE.");
        }
        if (timeoutSeconds < 1) {
            throw wrong("--timeout must be at least 1 second.");
        }
        server.check(System.getenv());
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

    private int converse(
            RealtimeClient client, Address address, Question question, Consumer<Received> shown)
            throws Failure, InterruptedException, IOException, TokenRefusedException {
        Exchange exchange = new Exchange();
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
                    throw noReply(exchange);
                }
                shown.accept(next);
                exchange.accept(next);
                if (exchange.answer().isPresent() && asked.isDone()) {
                    awaitTimeline(client, exchange, shown);
                    return keep(exchange.answer().get());
                }
                if (next instanceof Received.Closed closed) {
                    throw Ending.of(closed, address);
                }
                if (exchange.replies().stream().anyMatch(SpokenReply::isFailed)) {
                    throw new Failure(ExitCode.UNANSWERED, "The server gave the reply up.");
                }
                if (exchange.error().isPresent() && exchange.replies().isEmpty()) {
                    throw Ending.complaint(exchange.error().get());
                }
                if (isSound(next)) {
                    giveUpAt = Math.max(giveUpAt, client.playsUntil() + patience);
                }
            }
        }
    }

    private Failure noReply(Exchange exchange) {
        if (exchange.replies().isEmpty() && exchange.isWordless()) {
            return new Failure(
                    ExitCode.NOTHING_UNDERSTOOD, "The server understood no word of the question.");
        }
        return new Failure(
                ExitCode.UNANSWERED,
                "No reply within " + timeoutSeconds + " s of the question's end.");
    }

    private static void awaitTimeline(
            RealtimeClient client, Exchange exchange, Consumer<Received> shown)
            throws InterruptedException {
        if (!client.isParley(Duration.ZERO)) {
            return;
        }
        long until = System.nanoTime() + TIMELINE_PATIENCE.toNanos();
        while (exchange.timelines().isEmpty()) {
            Received next = client.take(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
            if (next == null || next instanceof Received.Closed) {
                return;
            }
            shown.accept(next);
            exchange.accept(next);
        }
    }

    private int keep(SpokenReply reply) throws Failure {
        if (out != null) {
            try {
                Wav.write(out, RealtimeClient.REPLY_RATE, reply.sound());
            } catch (IOException e) {
                throw new Failure(
                        ExitCode.USAGE, "The reply can't be written to " + out + ": " + e + ".");
            }
        }
        return ExitCode.DONE;
    }

    private static boolean isSound(Received received) {
        return received instanceof Received.Message message
                && message.type().equals("response.output_audio.delta");
    }

    private void tell(String sentence) {
        PrintWriter err = commandSpec().commandLine().getErr();
        err.println("parley: " + sentence);
        err.flush();
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
