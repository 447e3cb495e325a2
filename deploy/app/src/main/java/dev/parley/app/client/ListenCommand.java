package dev.parley.app.client;

import dev.parley.app.client.device.NoSoundDeviceException;
import dev.parley.app.client.device.SoundCard;
import dev.parley.app.client.device.SoundDevice;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code parley listen}: a conversation by this machine's microphone and loudspeaker. */
@Command(
        name = "listen",
        description = {
            "Talk with this machine's microphone and loudspeaker.",
            "So that it doesn't hear itself, the microphone is off while a reply is played and"
                    + " shortly after; on a terminal, Enter stops a reply. With a headset it is"
                    + " always on, and you interrupt by speaking. Ctrl-C ends the session."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it ended as was asked for by --turns, or the devices were listed",
            "1:the session ended too early",
            "2:wrong usage",
            "3:no voice session could be had at the address",
            "4:the token was refused",
            "5:no microphone or no loudspeaker",
            "6:the server reported an error and left, or doesn't keep to the protocol",
            "130:you ended it with Ctrl-C"
        })
public final class ListenCommand implements Callable<Integer> {
    @Option(
            names = "--microphone",
            paramLabel = "NAME",
            description = "Part of the microphone's name; by default the system's choice.")
    private @Nullable String microphone;

    @Option(
            names = "--speaker",
            paramLabel = "NAME",
            description = "Part of the loudspeaker's name; by default the system's choice.")
    private @Nullable String speaker;

    @Option(names = "--list-devices", description = "Print the devices that can be named.")
    private boolean listDevices;

    @Option(
            names = "--headset",
            description = "You hear the replies where the microphone can't: leave it on.")
    private boolean headset;

    @Option(
            names = "--tail",
            paramLabel = "MS",
            defaultValue = "400",
            description =
                    "How long after a reply the microphone stays off, for the device and the room"
                            + " (${DEFAULT-VALUE} ms).")
    private int tailMillis;

    @Option(
            names = "--turns",
            paramLabel = "N",
            description = "End once so many replies were played.")
    private @Nullable Integer turns;

    @Option(
            names = "--json",
            description =
                    "Print what happens as JSON, an event a line: the server's with the sound in"
                            + " them, and those of this side.")
    private boolean json;

    @Option(
            names = "--offline",
            description = "Fetch no speech model from the network at the first start.")
    private boolean offline;

    @Mixin private ServerOptions server = new ServerOptions();

    @Mixin private OutputOptions output = new OutputOptions();

    @Spec private @Nullable CommandSpec spec;

    private final Supplier<Path> data;
    private final SoundCard card;
    private final Preparation preparation;

    /**
     * @param data the data directory, where the local Parley leaves its address
     */
    public ListenCommand(Supplier<Path> data, SoundCard card) {
        this(data, card, (directory, terminal) -> {});
    }

    /**
     * @param data the data directory, where the local Parley leaves its address
     * @param preparation of a local Parley's data
     */
    public ListenCommand(Supplier<Path> data, SoundCard card, Preparation preparation) {
        this.data = data;
        this.card = card;
        this.preparation = preparation;
    }

    /** What is done before the session, where people look on. */
    public interface Preparation {
        /** Tells what it does. */
        void prepare(Path data, Terminal terminal) throws InterruptedException;
    }

    @Override
    public Integer call() throws InterruptedException {
        checkUsage();
        PrintWriter out = commandSpec().commandLine().getOut();
        EventLines lines = new EventLines(out);
        int exitCode = ExitCode.DONE;
        String sentence = "";
        try {
            if (listDevices) {
                list(out, lines);
            } else {
                listen(out, lines);
            }
        } catch (Failure e) {
            exitCode = e.exitCode();
            sentence = String.valueOf(e.getMessage());
            PrintWriter err = commandSpec().commandLine().getErr();
            err.println("parley: " + sentence);
            err.flush();
        }
        if (json) {
            lines.print(
                    EventLines.event("client.ended")
                            .put("exit_code", exitCode)
                            .put("message", sentence));
        }
        return exitCode;
    }

    private void checkUsage() {
        if (tailMillis < 0 || tailMillis > 10_000) {
            throw new ParameterException(
                    commandSpec().commandLine(), "--tail must be 0 to 10000 milliseconds.");
        }
        if (turns != null && turns < 1) {
            throw new ParameterException(commandSpec().commandLine(), "--turns must be 1 or more.");
        }
        server.check(System.getenv());
    }

    private void list(PrintWriter out, EventLines lines) throws Failure {
        List<SoundDevice> devices = card.devices();
        if (devices.isEmpty()) {
            throw new Failure(
                    ExitCode.NO_DEVICE,
                    "This machine has no sound device that Java can see; on Linux, ALSA must know"
                            + " it (Debian: apt install libasound2 libasound2-plugins, and your"
                            + " user in the group audio).");
        }
        for (SoundDevice device : devices) {
            if (json) {
                lines.print(
                        EventLines.event("client.device")
                                .put("name", device.name())
                                .put("description", device.description())
                                .put("microphone", device.records())
                                .put("speaker", device.plays()));
            } else {
                String kind =
                        device.records() && device.plays()
                                ? "both"
                                : device.records() ? "microphone" : "speaker";
                out.printf("  %-11s %s%n", kind, device.name());
            }
        }
        out.flush();
    }

    private void listen(PrintWriter out, EventLines lines) throws Failure, InterruptedException {
        Address address;
        try {
            address = server.address(data, System.getenv());
        } catch (IOException e) {
            throw new Failure(ExitCode.UNREACHABLE, String.valueOf(e.getMessage()));
        }
        Terminal terminal = output.terminal(out);
        if (!json && !offline && server.isLocal()) {
            preparation.prepare(server.directory(data), terminal);
        }
        MeterLine meter = new MeterLine(terminal);
        try (SoundCard.Recording recording = card.record(microphone, LiveMicrophone.RATE);
                DeviceLoudspeaker loudspeaker =
                        new DeviceLoudspeaker(card.play(speaker, RealtimeClient.REPLY_RATE));
                RealtimeClient client =
                        address.open(new RealtimeClient.Playing(loudspeaker, true));
                Interruption interruption = Interruption.of(client, terminal)) {
            Listening listening =
                    json
                            ? Listening.forPrograms(client, lines)
                            : Listening.forPeople(
                                    client, loudspeaker, output.view(terminal, meter), meter);
            EchoGuard guard = new EchoGuard(loudspeaker, Duration.ofMillis(tailMillis), headset);
            try (LiveMicrophone live =
                    LiveMicrophone.open(client, recording, guard, listening::microphone)) {
                listening.begins(recording.name(), loudspeaker.name(), headset);
                listening.run(live, interruption, turns, address);
            } catch (IOException e) {
                throw Ending.of(e, client, address, listening::show);
            } finally {
                terminal.clear();
            }
        } catch (NoSoundDeviceException e) {
            throw new Failure(ExitCode.NO_DEVICE, String.valueOf(e.getMessage()));
        } catch (UnreachableException e) {
            throw new Failure(ExitCode.UNREACHABLE, String.valueOf(e.getMessage()));
        } catch (SilentServerException e) {
            throw new Failure(ExitCode.SERVER_FAULT, String.valueOf(e.getMessage()));
        } catch (TokenRefusedException e) {
            throw new Failure(ExitCode.REFUSED, String.valueOf(e.getMessage()));
        }
    }

    private CommandSpec commandSpec() {
        if (spec == null) {
            throw new IllegalStateException("run by picocli only");
        }
        return spec;
    }
}
