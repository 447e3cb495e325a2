package dev.parley.app.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.app.text.Table;
import dev.parley.app.users.UserApi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The notes of a running Parley's user. */
@Command(
        name = "notes",
        description = {
            "Show, write and delete your notes.",
            "It asks the Parley that runs on the data directory, with the local token."
        })
public final class NotesCommand extends Kept {
    @Override
    void show() throws InterruptedException {
        Table table = new Table("WRITTEN", "NOTE", "ID");
        for (JsonNode note : all(api(), "/api/notes", "notes")) {
            table.row(
                    note.path("writtenAt").asText(),
                    note.path("text").asText(),
                    note.path("id").asText());
        }
        out().print(table);
        out().flush();
    }

    @Command(name = "show", description = "Show the notes, the newest first.")
    void showAll() throws InterruptedException {
        show();
    }

    @Command(name = "add", description = "Write a note down.")
    void add(@Parameters(paramLabel = "TEXT", description = "What to write down.") String text)
            throws InterruptedException {
        JsonNode note = api().ask("POST", "/api/notes", object().put("text", text));
        say("Written down  " + note.path("text").asText());
    }

    @Command(name = "remove", description = "Delete a note.")
    void remove(@Parameters(paramLabel = "NOTE", description = "By its text or id.") String note)
            throws InterruptedException {
        UserApi api = api();
        String id = idOf(all(api, "/api/notes", "notes"), note);
        api.ask("DELETE", "/api/notes/" + UserApi.segment(id), null);
        say("Removed.");
    }
}
