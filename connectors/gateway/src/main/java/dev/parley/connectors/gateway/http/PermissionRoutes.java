package dev.parley.connectors.gateway.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.connectors.gateway.Problem;
import dev.parley.connectors.gateway.identity.Caller;
import dev.parley.connectors.gateway.identity.Role;
import dev.parley.connectors.gateway.identity.Users;
import dev.parley.connectors.gateway.identity.UsersAwayException;
import dev.parley.connectors.gateway.turns.PermissionChanges;
import dev.parley.connectors.gateway.turns.TurnRefusedException;
import dev.parley.schemas.event.Permission;
import dev.parley.streams.authorization.Grants;
import dev.parley.streams.authorization.Grants.Grant;
import dev.parley.streams.authorization.PermissionMatrix;
import dev.parley.streams.authorization.Permissions.Decision;
import dev.parley.streams.stage.PassingFaultException;
import dev.parley.streams.tool.Tool;
import dev.parley.streams.tool.Tool.Access;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/permissions}: what a user may let the agent do, tool by tool. Users see and restrict
 * their own; administrators grant and refuse, to anybody.
 */
public final class PermissionRoutes {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BODY_BYTES = 16 << 10;
    private static final Instant FURTHEST = Instant.parse("2200-01-01T00:00:00Z");

    private final Rights rights;
    private final Supplier<List<Tool.Descriptor>> tools;
    private final Users users;
    private final PermissionChanges changes;
    private final InstantSource clock;
    private final Function<RoutingContext, Caller> caller;

    /** By what is decided, and where it is kept. */
    public record Rights(PermissionMatrix matrix, Grants grants) {}

    /**
     * @param caller who asks
     */
    public PermissionRoutes(
            Rights rights,
            Supplier<List<Tool.Descriptor>> tools,
            Users users,
            PermissionChanges changes,
            InstantSource clock,
            Function<RoutingContext, Caller> caller) {
        this.rights = rights;
        this.tools = tools;
        this.users = users;
        this.changes = changes;
        this.clock = clock;
        this.caller = caller;
    }

    public void addTo(Router router) {
        router.get("/api/permissions")
                .produces("application/json")
                .handler(context -> Blocking.answer(context, () -> asked(() -> show(context))));
        router.put("/api/permissions")
                .consumes("application/json")
                .handler(BodyHandler.create(false).setBodyLimit(BODY_BYTES))
                .handler(context -> Blocking.answer(context, () -> asked(() -> put(context))));
        router.delete("/api/permissions")
                .handler(context -> Blocking.answer(context, () -> asked(() -> reset(context))));
    }

    private static Blocking.Answer asked(Blocking.Work work)
            throws ProblemException, InterruptedException {
        try {
            return work.answer();
        } catch (UsersAwayException | PassingFaultException e) {
            throw new ProblemException(
                    Problem.of(503, "The permissions can't be asked now. Try again."));
        }
    }

    private Blocking.Answer show(RoutingContext context) throws ProblemException {
        Users.User of = user(context, context.request().getParam("user"));
        List<Grant> grants = rights.grants().of(of.id());
        Instant now = clock.instant();
        ObjectNode body =
                JSON.createObjectNode().put("user", of.id().value()).put("role", of.role().text());
        ArrayNode all = body.putArray("tools");
        for (Tool.Descriptor tool : tools.get()) {
            ObjectNode json = all.addObject().put("tool", tool.name());
            for (Access access : Access.values()) {
                Decision decision =
                        rights.matrix().decide(of.role().text(), grants, tool.name(), access, now);
                json.putObject(text(access))
                        .put("permitted", decision.permitted())
                        .put("rule", decision.rule());
            }
        }
        ArrayNode entries = body.putArray("grants");
        grants.stream().filter(each -> each.standsAt(now)).map(this::json).forEach(entries::add);
        return Blocking.Answer.ok(body);
    }

    private Blocking.Answer put(RoutingContext context)
            throws ProblemException, InterruptedException {
        JsonBody wanted =
                JsonBody.of(
                        context.body().asString(),
                        Set.of("user", "tool", "access", "granted", "until"));
        Users.User of = user(context, wanted.optional("user").orElse(null));
        boolean granted = wanted.truth("granted");
        Caller by = caller.apply(context);
        if (granted && by.role() != Role.ADMIN) {
            throw forbidden("Only an administrator grants; what you refused yourself you reset.");
        }
        Grant grant =
                new Grant(
                        of.id(),
                        tool(wanted.text("tool")),
                        access(wanted.text("access")),
                        granted,
                        !granted && of.id().equals(by.user()),
                        by.user(),
                        until(wanted.optional("until")));
        rights.grants().put(grant);
        tell(by, grant, null);
        return Blocking.Answer.ok(json(grant));
    }

    private Blocking.Answer reset(RoutingContext context)
            throws ProblemException, InterruptedException {
        Users.User of = user(context, context.request().getParam("user"));
        String tool = tool(parameter(context, "tool"));
        Access access = access(parameter(context, "access"));
        Caller by = caller.apply(context);
        boolean own = of.id().equals(by.user());
        boolean removed = own && rights.grants().remove(of.id(), tool, access, true);
        if (by.role() == Role.ADMIN) {
            removed |= rights.grants().remove(of.id(), tool, access, false);
        }
        if (!removed) {
            throw new ProblemException(
                    Problem.named(
                            404,
                            "permission-not-found",
                            "No such entry",
                            "There is no entry of yours for that."));
        }
        tell(by, new Grant(of.id(), tool, access, false, own, by.user(), null), true);
        return new Blocking.Answer(204, null);
    }

    private void tell(Caller by, Grant grant, @Nullable Boolean reset)
            throws ProblemException, InterruptedException {
        try {
            changes.tell(
                    by.user(),
                    new Permission.Changed(
                            grant.user(),
                            grant.tool(),
                            grant.granted(),
                            by.user().value(),
                            Permission.Access.valueOf(grant.access().name()),
                            grant.until(),
                            reset));
        } catch (TurnRefusedException e) {
            throw ProblemException.of(e);
        }
    }

    /** The user that is named, else the caller; users reach themselves alone. */
    private Users.User user(RoutingContext context, @Nullable String named)
            throws ProblemException {
        Caller by = caller.apply(context);
        String id = named == null ? by.user().value() : named;
        if (by.role() != Role.ADMIN && !id.equals(by.user().value())) {
            throw forbidden("Only an administrator may see or change what others may.");
        }
        return users.all().stream()
                .filter(user -> user.id().value().equals(id))
                .findFirst()
                .orElseThrow(
                        () ->
                                new ProblemException(
                                        Problem.named(
                                                404,
                                                "user-not-found",
                                                "No such user",
                                                "There is no such user.")));
    }

    private static String parameter(RoutingContext context, String name) throws ProblemException {
        String value = context.request().getParam(name);
        if (value == null || value.isBlank()) {
            throw ProblemException.invalid(name, "The parameter " + name + " must be given.");
        }
        return value;
    }

    private String tool(String name) throws ProblemException {
        if (!name.equals(Grants.EVERY_TOOL)
                && tools.get().stream().noneMatch(tool -> tool.name().equals(name))) {
            throw ProblemException.invalid(
                    "#/tool", "The tool must be one of /api/tools, or * for every one.");
        }
        return name;
    }

    private static Access access(String text) throws ProblemException {
        return Arrays.stream(Access.values())
                .filter(access -> text(access).equals(text))
                .findFirst()
                .orElseThrow(
                        () ->
                                ProblemException.invalid(
                                        "#/access", "The access is read, write or execute."));
    }

    private @Nullable Instant until(Optional<String> text) throws ProblemException {
        if (text.isEmpty()) {
            return null;
        }
        try {
            Instant until = Instant.parse(text.get());
            if (until.isAfter(clock.instant()) && until.isBefore(FURTHEST)) {
                return until;
            }
        } catch (DateTimeException unreadable) {
            // told below
        }
        throw ProblemException.invalid(
                "#/until", "The end must be an instant to come, such as 2099-01-31T12:00:00Z.");
    }

    private ObjectNode json(Grant grant) {
        Instant until = grant.until();
        return JSON.createObjectNode()
                .put("user", grant.user().value())
                .put("tool", grant.tool())
                .put("access", text(grant.access()))
                .put("granted", grant.granted())
                .put("own", grant.own())
                .put("by", grant.by().value())
                .put("until", until == null ? null : until.toString());
    }

    private static ProblemException forbidden(String detail) {
        return new ProblemException(
                Problem.named(403, "administrators-only", "Not for your role", detail));
    }

    private static String text(Access access) {
        return access.name().toLowerCase(Locale.ROOT);
    }
}
