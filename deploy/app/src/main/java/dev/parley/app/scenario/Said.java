package dev.parley.app.scenario;

import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.topic.Topics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A reply, its sentences together.
 *
 * @param place of its last sentence among the events that were looked at
 */
record Said(String client, ReplyId reply, String text, int place) {
    /** The replies among events, in the order in which they began. */
    static List<Said> in(List<Happening> events) {
        Map<ReplyId, Said> said = new LinkedHashMap<>();
        for (int i = 0; i < events.size(); i++) {
            Happening each = events.get(i);
            if (each.topic().equals(Topics.REPLIES)
                    && each.event() instanceof Reply.Sentence sentence) {
                Said now = new Said(each.client(), sentence.reply(), sentence.text().orElse(""), i);
                said.merge(
                        sentence.reply(),
                        now,
                        (before, after) ->
                                new Said(
                                        before.client(),
                                        before.reply(),
                                        before.text() + " " + after.text(),
                                        after.place()));
            }
        }
        return List.copyOf(said.values());
    }
}
