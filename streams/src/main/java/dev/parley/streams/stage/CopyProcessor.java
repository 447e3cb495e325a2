package dev.parley.streams.stage;

import dev.parley.schemas.codec.CodecException;
import dev.parley.schemas.topic.Topic;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Copies records as they are, bytes and headers, if they are some session's on this partition. */
final class CopyProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    private final Topic to;
    private final OutputRecords records;
    private final StageFigures figures;
    private @Nullable ProcessorContext<byte[], byte[]> context;

    CopyProcessor(Topology.Copying topology, OutputRecords records, StageFigures figures) {
        this.to = topology.writes().getFirst();
        this.records = records;
        this.figures = figures;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (context == null) {
            throw new IllegalStateException("not initialised");
        }
        RecordMetadata place = context.recordMetadata().orElseThrow();
        try {
            Placement.session(record.key(), place.partition());
            context.forward(OutputRecords.addressed(to, record));
            figures.countHandled();
        } catch (CodecException e) {
            records.deadLetter(record, place, e).outputs().forEach(context::forward);
        }
    }
}
