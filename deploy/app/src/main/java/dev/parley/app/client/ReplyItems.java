package dev.parley.app.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which items of the conversation a reply's sound belongs to: by these the protocol says what was
 * heard. Keeps the last replies. Not safe for use by many threads.
 */
final class ReplyItems {
    private static final int KEPT = 32;

    /**
     * What of an item was heard, of which not all was.
     *
     * @param contentIndex of the part that sounds
     */
    record Cut(String item, int contentIndex, long heardMillis) {}

    private record Part(String item, int contentIndex, long startsAtSamples) {}

    private static final class Reply {
        private final List<Part> parts = new ArrayList<>();
        private long samples;
    }

    private final Map<String, Reply> replies =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Reply> eldest) {
                    return size() > KEPT;
                }
            };

    /** A piece of sound came. */
    void sounded(String response, String item, int contentIndex, int samples) {
        Reply reply = replies.computeIfAbsent(response, r -> new Reply());
        Part last = reply.parts.isEmpty() ? null : reply.parts.getLast();
        boolean same =
                last != null && last.item().equals(item) && last.contentIndex() == contentIndex;
        if (!same) {
            reply.parts.add(new Part(item, contentIndex, reply.samples));
        }
        reply.samples += samples;
    }

    /** The items that weren't heard to their end, given how much of a reply was. */
    List<Cut> cutAt(String response, long heardMillis) {
        Reply reply = replies.get(response);
        if (reply == null) {
            return List.of();
        }
        long heard = heardMillis * RealtimeClient.REPLY_RATE / 1000;
        List<Cut> cuts = new ArrayList<>();
        for (int i = 0; i < reply.parts.size(); i++) {
            Part part = reply.parts.get(i);
            long end =
                    i + 1 < reply.parts.size()
                            ? reply.parts.get(i + 1).startsAtSamples()
                            : Long.MAX_VALUE;
            if (!part.item().isEmpty() && heard < end) {
                long millis =
                        Math.max(0, heard - part.startsAtSamples())
                                * 1000
                                / RealtimeClient.REPLY_RATE;
                cuts.add(new Cut(part.item(), part.contentIndex(), millis));
            }
        }
        return cuts;
    }
}
