package io.kafkacache.cli;

import io.kafkacache.Entry;
import io.kafkacache.cli.Difference.Kind;
import io.kafkacache.cli.Difference.Place;
import io.kafkacache.cli.TopicFold.Candidate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Compares a cache with the fold of its topic at the same positions, key for key, value for value. What stands below the log start is left out: the
 * cache lets it go as soon as it hears of that, which may be before or after the topic was read. One thread.
 */
final class Comparison {
    private final TopicFold topic;
    private final Form<?> values;
    private final long[] logStarts;
    private final List<Difference> found = new ArrayList<>();
    private long compared;

    Comparison(TopicFold topic, Form<?> values, long[] logStarts) {
        this.topic = topic;
        this.values = values;
        this.logStarts = logStarts;
    }

    /** Takes an entry of the cache. */
    void entry(Entry<Stored, Stored> entry) {
        Place here = new Place(entry.source().partition(), entry.offsetInPartition());
        Candidate there = topic.standing(entry.key());
        if (isGone(here) && (there == null || isGone(Place.of(there)))) {
            return;
        }
        compared++;
        Kind kind = kind(entry, here, there);
        if (kind != null) {
            found.add(new Difference(entry.key(), kind, here, there == null ? null : Place.of(there)));
        }
    }

    private @Nullable Kind kind(Entry<Stored, Stored> entry, Place here, @Nullable Candidate there) {
        if (there == null || there.value() == null) {
            return Kind.GHOST;
        }
        if (!here.equals(Place.of(there))) {
            return Kind.RECORD;
        }
        boolean rejected = entry.rejection() != null;
        if (rejected == values.takes(there.value())) {
            return Kind.REJECTION;
        }
        return rejected || Arrays.equals(entry.value().bytes(), there.value()) ? null : Kind.VALUE;
    }

    /** Looks for what the cache lacks, when it has given every entry. */
    void missing(Predicate<Stored> isThere) {
        topic.forEach((key, candidate) -> {
            Place place = Place.of(candidate);
            if (!isGone(place) && !isThere.test(key)) {
                compared++;
                found.add(new Difference(key, Kind.MISSING, null, place));
            }
        });
    }

    private boolean isGone(Place place) {
        return place.offset() < logStarts[place.partition()];
    }

    List<Difference> found() {
        return found;
    }

    /** How many keys were compared. */
    long compared() {
        return compared;
    }
}
