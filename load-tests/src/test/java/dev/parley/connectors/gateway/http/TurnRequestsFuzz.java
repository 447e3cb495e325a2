package dev.parley.connectors.gateway.http;

import dev.parley.connectors.gateway.Problem;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Bodies of {@code POST /api/turns}. */
public final class TurnRequestsFuzz {
    private static final int TEXT_CHARACTERS = 100;

    private TurnRequestsFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        try {
            TurnRequest request =
                    TurnRequest.of(new String(input, StandardCharsets.UTF_8), TEXT_CHARACTERS);
            same(!request.text().isBlank() && request.text().length() <= TEXT_CHARACTERS);
        } catch (ProblemException refused) {
            Problem problem = refused.problem();
            same(problem.status() == 400 && !problem.errors().isEmpty());
            for (Problem.Wrong wrong : problem.errors()) {
                same(URI.create(wrong.pointer()).getRawFragment() != null);
            }
        }
    }

    private static void same(boolean so) {
        if (!so) {
            throw new AssertionError("a request that makes no sense");
        }
    }
}
