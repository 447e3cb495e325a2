package dev.parley.app.client;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A conversation by microphone and loudspeaker, from its first word to its end. */
final class Listening {
    private static final Duration TICK = Duration.ofMillis(50);
    private static final String HALF_DUPLEX =
            "the microphone is off while a reply is played, so you can't interrupt by speaking;"
                    + " with a headset use --headset";
    private static final String FULL_DUPLEX = "the microphone is always on; speak to interrupt";

    private final RealtimeClient client;
    private final View view;
    private boolean deaf;

    /** To whom it is shown. */
    private interface View extends Consumer<Received> {
        void begins(String microphone, String speaker, boolean fullDuplex);

        void microphone(double decibels, boolean deaf, boolean changed);

        /** A moment has passed. */
        void tick();
    }

    private Listening(RealtimeClient client, View view) {
        this.client = client;
        this.view = view;
    }

    static Listening forPrograms(RealtimeClient client, EventLines lines) {
        return new Listening(client, new ProgramView(lines));
    }

    static Listening forPeople(
            RealtimeClient client, Loudspeaker loudspeaker, LiveView view, MeterLine meter) {
        return new Listening(client, new PersonView(loudspeaker, view, meter));
    }

    void begins(String microphone, String speaker, boolean fullDuplex) {
        view.begins(microphone, speaker, fullDuplex);
    }

    /** What the server said last, of a session that is over. */
    void show(Received lastWords) {
        view.accept(lastWords);
    }

    /** What the microphone took up; called on its thread. */
    void microphone(double decibels, boolean nowDeaf) {
        boolean changed = nowDeaf != deaf;
        deaf = nowDeaf;
        view.microphone(decibels, nowDeaf, changed);
    }

    /**
     * Goes on until the process ends, so many replies were played, or the session is over.
     *
     * @param turns null for no limit
     */
    void run(
            LiveMicrophone microphone,
            Interruption interruption,
            @Nullable Integer turns,
            Address address)
            throws Failure, TokenRefusedException, InterruptedException {
        int played = 0;
        while (!interruption.isEnding()) {
            Received next = client.take(TICK);
            if (interruption.isEnding()) {
                return;
            }
            if (next != null) {
                view.accept(next);
            }
            view.tick();
            switch (next) {
                case Received.Closed closed -> throw Ending.of(closed, address);
                case Received.PlaybackEnded ended -> {
                    played++;
                    if (turns != null && played >= turns) {
                        return;
                    }
                }
                case null, default -> {}
            }
            if (microphone.failure() != null) {
                throw new Failure(
                        ExitCode.NO_DEVICE,
                        "The microphone is gone. Plug it in again, or choose another from"
                                + " --list-devices.");
            }
        }
    }

    private record ProgramView(EventLines lines) implements View {
        @Override
        public void accept(Received received) {
            lines.show(received);
        }

        @Override
        public void begins(String microphone, String speaker, boolean fullDuplex) {
            lines.print(
                    EventLines.event("client.listening")
                            .put("microphone", microphone)
                            .put("speaker", speaker)
                            .put("duplex", fullDuplex ? "full" : "half"));
        }

        @Override
        public void microphone(double decibels, boolean deaf, boolean changed) {
            if (changed) {
                lines.print(EventLines.event("client.microphone").put("on", !deaf));
            }
        }

        @Override
        public void tick() {}
    }

    private static final class PersonView implements View {
        private final InStep inStep;
        private final LiveView view;
        private final MeterLine meter;

        PersonView(Loudspeaker loudspeaker, LiveView view, MeterLine meter) {
            this.inStep = new InStep(loudspeaker, view::show);
            this.view = view;
            this.meter = meter;
        }

        @Override
        public void accept(Received received) {
            inStep.accept(received);
        }

        @Override
        public void begins(String microphone, String speaker, boolean fullDuplex) {
            view.note("hears", microphone);
            view.note("speaks", speaker);
            view.note("duplex", fullDuplex ? FULL_DUPLEX : HALF_DUPLEX);
        }

        @Override
        public void microphone(double decibels, boolean deaf, boolean changed) {
            meter.level(decibels, deaf);
        }

        @Override
        public void tick() {
            inStep.release();
            meter.draw();
        }
    }
}
