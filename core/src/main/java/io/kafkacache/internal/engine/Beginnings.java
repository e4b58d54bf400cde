package io.kafkacache.internal.engine;

import io.kafkacache.internal.engine.Inquiries.Beginning;
import io.kafkacache.internal.log.TopicDescription;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Finds out where a reading of the topic begins, and when: what was asked before is forgotten. Reader's activity only. */
final class Beginnings {
    private static final long AGAIN_NANOS = Duration.ofMillis(200).toNanos();

    private final Inquiries inquiries;
    private final long mostJitterNanos;
    private final SplittableRandom random;
    private int asked;

    /** {@code mostJitterNanos} bounds how long a rebuild waits at random: the pods of a deployment notice together what happened to their topic. */
    Beginnings(Inquiries inquiries, long mostJitterNanos, long seed) {
        this.inquiries = inquiries;
        this.mostJitterNanos = mostJitterNanos;
        this.random = new SplittableRandom(seed);
    }

    /** How often was asked. */
    int asked() {
        return asked;
    }

    /** Whether nothing was asked since. */
    boolean isLatest(int number) {
        return number == asked;
    }

    /** Asks where to begin with what the topic is then; at once, or after the jitter. */
    void ask(Supplier<TopicDescription> topic, boolean atOnce, Consumer<Beginning> begin) {
        int mine = ++asked;
        if (atOnce) {
            ask(mine, topic.get(), begin);
        } else {
            inquiries.mailIn(random.nextLong(mostJitterNanos), () -> {
                if (isLatest(mine)) {
                    ask(mine, topic.get(), begin);
                }
            });
        }
    }

    private void ask(int mine, TopicDescription topic, Consumer<Beginning> begin) {
        inquiries.beginning(topic, 0, () -> isLatest(mine), beginning -> {
            if (mine == 1) {
                begin.accept(beginning);
            } else {
                confirm(mine, beginning, begin);
            }
        });
    }

    /**
     * A log that lost our position may have been deleted and made again, which only its id tells. The same answer tells the replica of another id,
     * which then asks anew; where it does not believe it, as of a broker with old metadata, the question is put again.
     */
    private void confirm(int mine, Beginning beginning, Consumer<Beginning> begin) {
        inquiries.description(() -> isLatest(mine), now -> {
            if (now.isSameTopic(beginning.topic())) {
                begin.accept(beginning);
            } else {
                askAgain(beginning.topic(), begin);
            }
        });
    }

    /** Puts the latest question again after a while: its answer was not to be believed. */
    void askAgain(TopicDescription topic, Consumer<Beginning> begin) {
        int mine = asked;
        inquiries.mailIn(AGAIN_NANOS, () -> {
            if (isLatest(mine)) {
                ask(mine, topic, begin);
            }
        });
    }
}
