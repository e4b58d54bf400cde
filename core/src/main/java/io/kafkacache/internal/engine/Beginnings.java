package io.kafkacache.internal.engine;

import io.kafkacache.Position;
import io.kafkacache.internal.engine.Inquiries.Beginning;
import io.kafkacache.internal.log.TopicDescription;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds out where a reading of the topic begins, and when: what was asked before is forgotten. Reader's activity only. */
final class Beginnings {
    private static final long AGAIN_NANOS = Duration.ofMillis(200).toNanos();

    private final Inquiries inquiries;
    private final boolean window;
    private final long mostJitterNanos;
    private final SplittableRandom random;
    private final Map<Integer, Position> starts = new HashMap<>(); // of a window, as the topic was begun to be read
    private @Nullable TopicDescription begun;
    private int asked;

    /**
     * {@code window} says whether the cache does not begin at the log start. {@code mostJitterNanos} bounds how long a rebuild waits at random: the pods
     * of a deployment notice together what happened to their topic.
     */
    Beginnings(Inquiries inquiries, boolean window, long mostJitterNanos, long seed) {
        this.inquiries = inquiries;
        this.window = window;
        this.mostJitterNanos = mostJitterNanos;
        this.random = new SplittableRandom(seed);
    }

    /** How often was asked. */
    int asked() {
        return asked;
    }

    /** Asks where to begin with what the topic is then: at once, or after the jitter where readers see something meanwhile. */
    void ask(Supplier<TopicDescription> topic, @Nullable Generation<?, ?> seen, Consumer<Beginning> begin) {
        int mine = ++asked;
        if (seen == null) {
            ask(new Question(mine, topic.get(), null, begin));
        } else {
            inquiries.mailIn(random.nextLong(mostJitterNanos), () -> {
                if (mine == asked) {
                    ask(new Question(mine, topic.get(), seen, begin));
                }
            });
        }
    }

    /** Asks where to begin with the partitions that {@code grown} has more than is being read. */
    void askAdded(TopicDescription grown, Generation<?, ?> read, Consumer<Beginning> begin) {
        int mine = asked;
        int known = read.tracks().size();
        inquiries.beginning(
                grown,
                known,
                () -> mine == asked && read.tracks().size() == known,
                beginning -> begin.accept(resolved(beginning)));
    }

    private void ask(Question question) {
        inquiries.beginning(question.topic, 0, () -> isLatest(question), beginning -> {
            if (question.number == 1) {
                begin(question, beginning);
            } else {
                confirm(question, beginning);
            }
        });
    }

    private boolean isLatest(Question question) {
        return question.number == asked;
    }

    /**
     * A log that lost our position may have been deleted and made again, which only its id tells. The same answer tells the replica of another id,
     * which then asks anew; where it does not believe it, as of a broker with old metadata, the question is put again.
     */
    private void confirm(Question question, Beginning beginning) {
        inquiries.description(() -> isLatest(question), now -> {
            if (now.isSameTopic(question.topic)) {
                begin(question, beginning);
            } else {
                askLater(question);
            }
        });
    }

    /** Another reading to an end that a leader told which was replaced, as what readers see knows, could be a step back. */
    private void begin(Question question, Beginning beginning) {
        Generation<?, ?> seen = question.seen;
        if (seen != null && seen.isOf(question.topic) && seen.isStale(beginning.targets())) {
            askLater(question);
        } else {
            question.begin.accept(resolved(beginning));
        }
    }

    /**
     * A window of one topic begins where its reading began at first, or from where it would begin now, if that is before: what was written behind a
     * truncation may stand there.
     */
    private Beginning resolved(Beginning now) {
        if (!window) {
            return now;
        }
        if (begun == null || !begun.isSameTopic(now.topic())) {
            starts.clear();
        }
        begun = now.topic();
        Beginning resolved = now.notBehind(starts);
        starts.putAll(resolved.starts());
        return resolved;
    }

    private void askLater(Question question) {
        inquiries.mailIn(AGAIN_NANOS, () -> {
            if (isLatest(question)) {
                ask(question);
            }
        });
    }

    /** What is asked about which topic, what readers see meanwhile, and whom to tell. */
    private record Question(
            int number, TopicDescription topic, @Nullable Generation<?, ?> seen, Consumer<Beginning> begin) {}
}
