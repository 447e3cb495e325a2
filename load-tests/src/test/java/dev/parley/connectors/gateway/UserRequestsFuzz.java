package dev.parley.connectors.gateway;

import java.nio.charset.StandardCharsets;

/** Bodies of what administrators ask for. */
public final class UserRequestsFuzz {
    private UserRequestsFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String body = new String(input, StandardCharsets.UTF_8);
        UserRequest.NewUser user = UserRequest.NewUser.of(body);
        same(user == null || shown(user.name()));
        UserRequest.NewToken token = UserRequest.NewToken.of(body);
        same(token == null || shown(token.name()));
        same(token == null || token.lasts() == null || token.lasts().isPositive());
    }

    private static boolean shown(String name) {
        return !name.isBlank() && name.length() <= UserRequest.NAME_CHARACTERS;
    }

    private static void same(boolean so) {
        if (!so) {
            throw new AssertionError("a request that makes no sense");
        }
    }
}
