package dev.parley.connectors.gateway.grpc;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.Tool;
import dev.parley.schemas.event.Turn;
import dev.parley.schemas.grpc.v1.Intent;
import dev.parley.schemas.grpc.v1.SayEvent;
import dev.parley.schemas.grpc.v1.Sentence;
import dev.parley.schemas.grpc.v1.Timeline;
import dev.parley.schemas.grpc.v1.ToolCall;
import dev.parley.schemas.grpc.v1.TurnEnded;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/** A turn's events as messages. What can't be decrypted any more is empty. */
final class TurnMessages {
    private static final long MICROS = 1_000_000;

    private TurnMessages() {}

    /**
     * @return whether there is something to tell of it
     */
    static boolean put(Event event, SayEvent.Builder into) {
        switch (event) {
            case Turn.Ended ended -> into.setTurn(turn(ended));
            case dev.parley.schemas.event.Intent.Recognized intent ->
                    into.setIntent(intent(intent));
            case Tool tool -> into.setTool(tool(tool));
            case Reply.Sentence sentence -> into.setSentence(sentence(sentence));
            case dev.parley.schemas.event.Timeline.TurnMeasured measured ->
                    into.setTimeline(timeline(measured));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static TurnEnded turn(Turn.Ended ended) {
        return TurnEnded.newBuilder()
                .setTurn(ended.turn().value())
                .setText(ended.text().orElse(""))
                .setSpoken(ended.spoken())
                .setAt(timestamp(ended.endedAt()))
                .build();
    }

    private static Intent intent(dev.parley.schemas.event.Intent.Recognized intent) {
        return Intent.newBuilder()
                .setName(intent.intent())
                .setConfidence(intent.confidence())
                .setSource(intent.source())
                .putAllSlots(intent.slots().orElse(Map.of()))
                .build();
    }

    static ToolCall tool(Tool tool) {
        ToolCall.Builder call =
                ToolCall.newBuilder().setCall(tool.call().value()).setTool(tool.tool());
        return switch (tool) {
            case Tool.Requested request ->
                    call.setStatus(ToolCall.Status.STATUS_REQUESTED)
                            .putAllArguments(request.arguments().orElse(Map.of()))
                            .build();
            case Tool.Authorized authorized ->
                    call.setStatus(ToolCall.Status.STATUS_REQUESTED)
                            .putAllArguments(authorized.arguments().orElse(Map.of()))
                            .build();
            case Tool.Succeeded result ->
                    call.setStatus(ToolCall.Status.STATUS_SUCCEEDED)
                            .putAllResult(result.result().orElse(Map.of()))
                            .build();
            case Tool.Failed failure ->
                    call.setStatus(ToolCall.Status.STATUS_FAILED)
                            .setReason(failure.reason().name().toLowerCase(Locale.ROOT))
                            .setMessage(failure.message().orElse(""))
                            .build();
        };
    }

    private static Sentence sentence(Reply.Sentence sentence) {
        return Sentence.newBuilder()
                .setReply(sentence.reply().value())
                .setIndex(sentence.index())
                .setText(sentence.text().orElse(""))
                .setLast(sentence.last())
                .build();
    }

    private static Timeline timeline(dev.parley.schemas.event.Timeline.TurnMeasured measured) {
        Timeline.Builder timeline =
                Timeline.newBuilder()
                        .setStartedAt(timestamp(measured.startedAt()))
                        .setEndedAt(timestamp(measured.endedAt()))
                        .setTotal(duration(measured.totalMicros()))
                        .setUnattributed(duration(measured.unattributedMicros()));
        measured.segments()
                .forEach(
                        segment ->
                                timeline.addSegments(
                                        segment(
                                                segment.name(),
                                                segment.stage(),
                                                segment.micros())));
        return timeline.build();
    }

    static Timeline.Segment segment(String name, String stage, long micros) {
        return Timeline.Segment.newBuilder()
                .setName(name)
                .setStage(stage)
                .setSpent(duration(micros))
                .build();
    }

    static Duration duration(long micros) {
        return Duration.newBuilder()
                .setSeconds(micros / MICROS)
                .setNanos((int) (micros % MICROS) * 1000)
                .build();
    }

    private static Timestamp timestamp(Instant at) {
        return Timestamp.newBuilder()
                .setSeconds(at.getEpochSecond())
                .setNanos(at.getNano())
                .build();
    }
}
