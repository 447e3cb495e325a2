package dev.parley.app.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.app.UserError;
import dev.parley.app.text.Table;
import dev.parley.app.users.UserApi;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The reminders of a running Parley's user. */
@Command(
        name = "reminders",
        description = {
            "Show, add and delete your reminders.",
            "It asks the Parley that runs on the data directory, with the local token."
        })
public final class RemindersCommand extends Kept {
    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

    @Override
    void show() throws InterruptedException {
        Table table = new Table("DUE", "ZONE", "REMINDER", "ID");
        for (JsonNode reminder : all(api(), "/api/reminders", "reminders")) {
            ZoneId zone = ZoneId.of(reminder.path("zone").asText("UTC"));
            table.row(
                    ZonedDateTime.parse(reminder.path("due").asText())
                            .withZoneSameInstant(zone)
                            .format(WHEN),
                    zone.getId(),
                    reminder.path("text").asText(),
                    reminder.path("id").asText());
        }
        out().print(table);
        out().flush();
    }

    @Command(name = "show", description = "Show the reminders to come.")
    void showAll() throws InterruptedException {
        show();
    }

    @Command(name = "add", description = "Keep a reminder.")
    void add(
            @Parameters(paramLabel = "TEXT", description = "What to remind you of.") String text,
            @Option(
                            names = "--at",
                            paramLabel = "TIME",
                            required = true,
                            description = "When, such as 2026-11-24T07:00.")
                    String at,
            @Option(
                            names = "--zone",
                            paramLabel = "ZONE",
                            description = "Your time zone, such as Europe/Berlin; this machine's.")
                    @Nullable String zoneId)
            throws InterruptedException {
        ZonedDateTime due = when(at, zoneId);
        ObjectNode body =
                object().put("text", text)
                        .put("due", due.toInstant().toString())
                        .put(
                                "local",
                                due.toLocalTime().format(DateTimeFormatter.ofPattern("HH:mm")))
                        .put("zone", due.getZone().getId());
        JsonNode reminder = api().ask("POST", "/api/reminders", body);
        say("Kept for " + due.format(WHEN) + "  " + reminder.path("text").asText());
    }

    private static ZonedDateTime when(String at, @Nullable String zone) {
        try {
            return LocalDateTime.parse(at)
                    .atZone(zone == null ? ZoneId.systemDefault() : ZoneId.of(zone));
        } catch (DateTimeException unreadable) {
            throw new UserError(
                    "Give a time such as 2026-11-24T07:00, and a zone such as Europe/Berlin.",
                    unreadable);
        }
    }

    @Command(name = "remove", description = "Delete a reminder.")
    void remove(
            @Parameters(paramLabel = "REMINDER", description = "By its text or id.")
                    String reminder)
            throws InterruptedException {
        UserApi api = api();
        String id = idOf(all(api, "/api/reminders", "reminders"), reminder);
        api.ask("DELETE", "/api/reminders/" + UserApi.segment(id), null);
        say("Removed.");
    }
}
