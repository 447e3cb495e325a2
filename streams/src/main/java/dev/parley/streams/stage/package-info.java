/**
 * What a stage is, and the hosts that run it.
 *
 * <p><b>Order.</b> The records of a session come to a stage in the order of each topic's partition;
 * between topics there is none, which is why {@code turn} and {@code dialogue} read nothing but
 * {@code conversation}. A transform handles a session's records one by one, the next only once the
 * broker has all that came of the one before; sessions run side by side. Cancellations are applied
 * ahead of what waits.
 *
 * <p><b>Threads.</b> A topology's function runs on the one stream thread of its application, and
 * must not block. A transform has a polling thread, which alone touches the consumer and never
 * blocks on a lane, and a virtual thread per busy lane, on which the stage's blocking code runs.
 * Native and long CPU work belongs on a pool that its adapter owns. The injected clock stamps
 * events and paces the host; functions don't see it.
 *
 * <p><b>Progress.</b> A transform commits, every 500 ms, per partition, the lowest offset that is
 * unfinished or held by a lane; the metadata tells what is finished beyond it, so that the next
 * owner doesn't do it again. A session that has sent nothing for a minute holds nothing any more,
 * and after ten its lane is closed.
 *
 * <p><b>Back-pressure.</b> What was read and waits is bounded in bytes: a thirty-second of the heap
 * for a stage, shared evenly by its partitions; a partition whose share is used rests. A lane may
 * use a quarter of that. What has no room is left in the log and read again later, in order, so
 * that one slow session doesn't stop the others of its partition; it holds progress back meanwhile.
 *
 * <p><b>Gaps.</b> Records that were removed before they were read are logged, and the lanes of
 * their partition are told; a lane that finds its session's missing says {@code StageFailed}. A
 * session that sends nothing more isn't told of.
 *
 * <p><b>Redelivery.</b> After a crash, records come again, and what is made of them has the same
 * ids: the causing id and an ordinal, or in a topology the input's offset and an ordinal. Readers
 * keep one high-water mark per key, topic, writer and family of events, and drop what is at or
 * below it. What an engine makes up carries an attempt too, which grows with each owner of the
 * partition, counted in the metadata of the committed offset, and within a lane with each try after
 * something made up was written. The attempt stands in its id, before the ordinal, so that another
 * attempt's words are not taken for a repetition.
 *
 * <p><b>Faults.</b> A {@link dev.parley.streams.stage.PassingFaultException} or an unreachable key
 * store is tried again by a transform's host, six times within 6 s; a topology tries four times
 * within a second, and then starts its thread anew at the same event, for 20 s. All else goes to
 * {@code dead-letters} with the kind of fault, transforms also say {@code StageFailed}, and the
 * partition goes on. Types that this build doesn't know go to the dead letters, without {@code
 * StageFailed}; so does what would not fit into a record, or lies under another's key. No message
 * of a foreign exception and no value is logged; the figures count and hold nothing personal.
 *
 * <p><b>Takeover.</b> A process that closes in order hands over and leaves its groups; one that
 * dies is noticed after the session time-out, and gets its partitions back at once if it returns
 * before. A process whose name was taken stays away for a while. Stages that read several topics
 * are given all of a session's partitions, and learn what was cancelled in the last ten minutes
 * before they handle anything. A stage that says how far it came ({@code recalls}) has its last
 * minutes read again, and each lane is told them. A lane that is another's by now can write no
 * more; what it had written comes again under the same ids.
 */
@NullMarked
package dev.parley.streams.stage;

import org.jspecify.annotations.NullMarked;
