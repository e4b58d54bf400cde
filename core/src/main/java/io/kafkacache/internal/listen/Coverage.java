package io.kafkacache.internal.listen;

import io.kafkacache.Position;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Decides whether a cache can tell exactly what a token does not cover. */
final class Coverage {
    private Coverage() {}

    /**
     * Why it can not, or null where it can, if it has read the same log; whether it has, {@link #divergence} says.
     *
     * @param token what the listener was told
     * @param origin this cache
     * @param since behind it this cache remembers all its updates
     * @param placedSince behind it, with their places
     * @param now what this cache is complete up to
     */
    static @Nullable String refusal(Token token, Origin origin, Mark since, Mark placedSince, Mark now) {
        Place there = token.place();
        String ofAnotherTopic = ofAnotherTopic(token, now);
        if (ofAnotherTopic != null) {
            return ofAnotherTopic;
        }
        if (!token.version().equals(origin.version())) {
            return "its entries were made by version '" + token.version() + "' and are made by version '"
                    + origin.version() + "' now";
        }
        if (token.instance() != origin.instance()) {
            if (!origin.reproducible()) {
                return "another cache has told it, and under KEEP_PREVIOUS or validateMutations no two need show the same";
            }
            return behind(there, placedSince.place());
        }
        if (token.mark().step() > now.step()) {
            return "this cache has not told it";
        }
        return token.mark().step() >= since.step()
                ? null
                : "what followed has left the history of this cache, which keeps " + origin.history();
    }

    /** Why a token is not of the topic that is read now, or null where it is. */
    static @Nullable String ofAnotherTopic(Token token, Mark now) {
        String there = token.place().topicId();
        String here = now.place().topicId();
        return there.equals(here)
                ? null
                : "the topic was deleted and made again (its id was " + there + " and is " + here + ")";
    }

    /** Whether this cache has yet to apply what another one has told. */
    static boolean isAhead(Token token, Mark now) {
        return token.place().partitions() > now.place().partitions() || isAheadInKnown(token, now);
    }

    /** The same, of partitions that this cache knows. */
    static boolean isAheadInKnown(Token token, Mark now) {
        Place there = token.place();
        return IntStream.range(0, Math.min(there.partitions(), now.place().partitions()))
                .anyMatch(p -> now.place().next(p) < there.next(p));
    }

    private static @Nullable String behind(Place there, Place since) {
        for (int p = 0; p < since.partitions(); p++) {
            // A partition that was not known there has told nothing yet, so that everything from its start on is
            // needed.
            long needed = there.knows(p) ? there.next(p) : since.start(p);
            if (since.next(p) > needed) {
                return "another cache has told it, and the history of this one begins at offset " + since.next(p)
                        + " of partition " + p + ", behind " + needed;
            }
            if (there.knows(p) && since.start(p) > there.start(p)) {
                return "another cache has told it, and entries of partition " + p + " below offset " + since.start(p)
                        + " left by retention before the history of this one begins";
            }
        }
        return null;
    }

    /**
     * Why what another one was told is not of the log that was read here, or null where it is: a position that was passed under the same leader epoch
     * is of the same log. One that is not passed yet may still be, unless this log has later epochs already.
     */
    static @Nullable String divergence(Token token, Mark now, Subscriptions.Epochs epochs) {
        Place there = token.place();
        for (int p = 0; p < Math.min(there.partitions(), now.place().partitions()); p++) {
            Position told = there.positions().get(p);
            long reached = now.place().next(p);
            int read = epochs.at(p, Math.min(told.offset(), reached));
            boolean known = told.leaderEpoch() != Position.NO_EPOCH && read != Position.NO_EPOCH;
            boolean same = reached < told.offset() ? read <= told.leaderEpoch() : read == told.leaderEpoch();
            if (known && !same) {
                return "partition " + p + " was truncated since below offset " + told.offset()
                        + ", or this cache cannot tell that it was not";
            }
        }
        return null;
    }
}
