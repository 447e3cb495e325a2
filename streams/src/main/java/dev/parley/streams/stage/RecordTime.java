package dev.parley.streams.stage;

import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The time of a record, as far as it can be: not later than now, not older than the log keeps
 * records, and not missing. A topology of several inputs merges them by it, and what it copies is
 * written with it; a writer whose clock is a year off must neither hold its partition back nor keep
 * a segment from being deleted.
 */
public final class RecordTime implements TimestampExtractor {
    private static final long OLDEST = Duration.ofDays(7).toMillis();

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        long now = System.currentTimeMillis();
        long said = record.timestamp();
        return said > now || said < now - OLDEST ? now : said;
    }
}
