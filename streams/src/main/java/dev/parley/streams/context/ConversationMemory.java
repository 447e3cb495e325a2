package dev.parley.streams.context;

import dev.parley.schemas.event.Owner;
import java.util.List;

/** What is remembered that bears on a sentence, best first. */
public interface ConversationMemory {
    List<String> recall(Owner owner, String text);
}
