package dev.parley.streams.stage;

import java.util.function.Consumer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Tells of each record that another processor has handled. */
final class ReportingProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    private final Processor<byte[], byte[], byte[], byte[]> handler;
    private final Consumer<RecordMetadata> handled;
    private @Nullable ProcessorContext<byte[], byte[]> context;

    ReportingProcessor(
            Processor<byte[], byte[], byte[], byte[]> handler, Consumer<RecordMetadata> handled) {
        this.handler = handler;
        this.handled = handled;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
        handler.init(context);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        handler.process(record);
        if (context != null) {
            context.recordMetadata().ifPresent(handled);
        }
    }

    @Override
    public void close() {
        handler.close();
    }
}
