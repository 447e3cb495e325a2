package dev.parley.connectors.tools.wasm;

import dev.parley.streams.tool.Output;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;

/** What a module prints, up to a limit. For one thread. */
final class BoundedOutput extends OutputStream {
    /** More was printed than may be. */
    static final class Overflow extends RuntimeException {
        Overflow() {
            super("too much output", null, false, false);
        }
    }

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final int most;

    BoundedOutput(int most) {
        this.most = most;
    }

    @Override
    public void write(int each) {
        write(new byte[] {(byte) each}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        if (length > most - printed.size()) {
            throw new Overflow();
        }
        printed.write(bytes, from, length);
    }

    Output output() {
        return new Output(printed.toByteArray());
    }
}
