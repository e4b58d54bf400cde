package io.kafkacache.e2e.simulation.validators;

import io.kafkacache.Position;
import io.kafkacache.e2e.simulation.history.Event.LeaderStale;
import io.kafkacache.e2e.simulation.history.Event.LeadersKnown;
import io.kafkacache.e2e.simulation.history.History.Happening;
import java.util.ArrayList;
import java.util.List;

/** Which answers of replaced leaders may have been given when. Kafka has no read lease: whoever has not seen a later epoch must believe them. */
final class StaleLeaders {
    private final List<Answer> answers = new ArrayList<>();

    void see(Happening happening) {
        if (happening.event() instanceof LeaderStale stale) {
            answers.add(new Answer(stale.partition(), stale.answer()));
        } else if (happening.event() instanceof LeadersKnown) {
            answers.forEach(answer -> answer.until = Math.min(answer.until, happening.index()));
        }
    }

    /** The lowest end that may have been answered since then to one who knew of this epoch; {@code end} where none was lower. */
    long lowest(int partition, long end, int sinceIndex, int knownEpoch) {
        long lowest = end;
        for (Answer answer : answers) {
            boolean believed = answer.partition == partition
                    && answer.until >= sinceIndex
                    && answer.end.leaderEpoch() >= knownEpoch;
            lowest = believed ? Math.min(lowest, answer.end.offset()) : lowest;
        }
        return lowest;
    }

    /** Whether one may have answered since then. */
    boolean mayAnswer(int partition, int sinceIndex) {
        return answers.stream().anyMatch(answer -> answer.partition == partition && answer.until >= sinceIndex);
    }

    /** Offsets below which nothing may be missing that further laps had to bring: none where a stale end may have ended the laps too early. */
    List<Long> strict(List<Long> offsets, int sinceIndex) {
        List<Long> strict = new ArrayList<>(offsets);
        answers.stream()
                .filter(answer -> answer.until >= sinceIndex && answer.partition < strict.size())
                .forEach(answer -> strict.set(answer.partition, 0L));
        return strict;
    }

    private static final class Answer {
        private final int partition;
        private final Position end;
        private int until = Integer.MAX_VALUE;

        private Answer(int partition, Position end) {
            this.partition = partition;
            this.end = end;
        }
    }
}
