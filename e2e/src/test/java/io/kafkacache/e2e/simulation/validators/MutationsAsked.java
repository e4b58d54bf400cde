package io.kafkacache.e2e.simulation.validators;

import io.kafkacache.e2e.simulation.history.CacheFacts;
import io.kafkacache.e2e.simulation.history.Event;
import io.kafkacache.e2e.simulation.history.Event.Closed;
import io.kafkacache.e2e.simulation.history.Event.Given;
import io.kafkacache.e2e.simulation.history.Event.Judged;
import io.kafkacache.e2e.simulation.history.Event.Unanswered;
import io.kafkacache.e2e.simulation.history.Facts;
import io.kafkacache.e2e.simulation.history.History.Happening;
import io.kafkacache.e2e.simulation.history.LogRecord;
import io.kafkacache.e2e.simulation.history.Truth;
import io.kafkacache.e2e.simulation.history.TruthRecord;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code validateMutations}: a validator is asked of each record that is to set something, before it does, with what the record means and the entry
 * that the records which this reading was given before have left of its key; with a resolver, of each entry that the record yields, with what the
 * former record of the key had there. Nothing is asked before the cache that it reads was ready, and a record of which it could not answer waits.
 * What follows from the answers, {@link PrefixFold} and the others judge, to whom what was refused is rejected.
 *
 * <p>Not asked, and allowed: removals; records that another partition's outranks; what readers see of a former reading of the topic; and what is carried
 * over from there, for it was accepted there. Nothing is judged of a reading whose log was cut or made again under it.
 */
final class MutationsAsked implements Validator {
    private final Map<Integer, GivenRecords> readings = new HashMap<>();

    @Override
    public void see(Happening happening, Facts facts, Findings findings) {
        Event event = happening.event();
        if (event instanceof Judged judged && facts.find(judged.cache()) != null) {
            GivenRecords reading =
                    reading(judged.cache(), judged.generation(), judged.after().topicId(), facts);
            if (reading.isOf(facts.truth())) {
                judge(happening.index(), judged, reading, facts, findings);
            }
            reading.judged(judged.partition(), judged.offset());
        } else if (event instanceof Given given && facts.find(given.cache()) != null) {
            GivenRecords reading = reading(given.cache(), given.generation(), given.topicId(), facts);
            if (reading.isOf(facts.truth())) {
                given(happening.index(), given, reading, facts, findings);
            }
        } else if (event instanceof Unanswered unanswered && !unanswered.wasReady()) {
            findings.add(this, happening.index(), "asked before the cache that it reads was ready: " + unanswered);
        } else if (event instanceof Closed closed) {
            readings.remove(closed.cache());
        }
    }

    private GivenRecords reading(int cache, int generation, @Nullable String topicId, Facts facts) {
        GivenRecords known = readings.get(cache);
        if (known == null || known.generation() != generation) {
            known = new GivenRecords(facts.cache(cache), generation, topicId, facts.truth());
            readings.put(cache, known);
        }
        return known;
    }

    private void judge(int index, Judged judged, GivenRecords reading, Facts facts, Findings findings) {
        CacheFacts cache = facts.cache(judged.cache());
        TruthRecord of = facts.truth().partition(judged.partition()).at(judged.offset());
        if (of == null || !judged.after().is(of.record(), cache.manner())) {
            findings.add(this, index, judged + " is asked of " + of);
        } else if (!reading.mayStand(judged.before(), of.record().key(), judged.key(), facts.truth())) {
            findings.add(
                    this,
                    index,
                    judged + " is told what did not stand before; there may have stood "
                            + reading.standing(of.record().key(), facts.truth()));
        }
    }

    private void given(int index, Given given, GivenRecords reading, Facts facts, Findings findings) {
        CacheFacts cache = facts.cache(given.cache());
        Truth truth = facts.truth();
        TruthRecord of = truth.partition(given.partition()).at(given.offset());
        if (of == null) {
            findings.add(this, index, given + " was never written");
            return;
        }
        LogRecord record = of.record();
        boolean sets = cache.asSeen(of, 0).accepted() && cache.manner().meaning(record) != null;
        if (sets && !reading.wasJudged(record) && !reading.isOutranked(record) && !reading.wasAccepted(record, cache)) {
            findings.add(this, index, given + " was not asked of: " + of);
        }
        reading.give(of, truth);
    }
}
