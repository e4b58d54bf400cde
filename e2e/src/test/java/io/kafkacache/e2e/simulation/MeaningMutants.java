package io.kafkacache.e2e.simulation;

import java.util.stream.Stream;

/** Ways to break what records mean, what is judged and what is told of it. */
final class MeaningMutants {
    private MeaningMutants() {}

    static Stream<Mutant> all() {
        return Stream.of(
                Mutant.doingNothing(
                        "changes that nobody is asked about",
                        "MutationsAsked",
                        "internal.engine.MutationRules",
                        "refused"),
                Mutant.advised(
                        "changes shown without what stood before",
                        "MutationsAsked",
                        "internal.engine.MutationRules",
                        "before",
                        MeaningBreaks.ForgetAll.class),
                Mutant.advised(
                        "a refused change that stands",
                        "PrefixFold",
                        "internal.engine.Judge",
                        "judged",
                        MeaningBreaks.AcceptAll.class),
                Mutant.answering(
                        "a record rejected since another cache does not answer",
                        "MutationsAsked",
                        "internal.engine.UnjudgedException",
                        "isOf",
                        false),
                Mutant.answering(
                        "changes judged before the other cache is ready",
                        "MutationsAsked",
                        "internal.engine.Dependencies",
                        "areReady",
                        true),
                Mutant.advised(
                        "what makes entries fails, and the key leaves",
                        "PrefixFold",
                        "internal.engine.RecordInterpreter",
                        "value",
                        MeaningBreaks.LeaveWhereItFails.class),
                Mutant.givingItself("a filter behind a resolver left out", "Crash", "Resolution$Batches", "mapped"),
                Mutant.doingNothing("writes not checked", "WritesChecked", "internal.engine.WriteRules", "refused"),
                Mutant.doingNothing(
                        "dead letters not written", "DeadLettersWritten", "internal.engine.DeadLetters", "write"),
                Mutant.advised(
                        "dead letters that name another record",
                        "DeadLettersWritten",
                        "internal.engine.DeadLetters",
                        "headers",
                        MeaningBreaks.NameAnother.class),
                Mutant.advised(
                        "updates that a publisher loses",
                        "ListenerReliable",
                        "internal.listen.FlowSubscription",
                        "take",
                        MeaningBreaks.TakeNoUpdates.class),
                Mutant.advised(
                        "one of several caches left out of what they say together",
                        "TogetherAsOne",
                        "internal.engine.OpenCaches",
                        "members",
                        Breaks.LoseTheFirst.class));
    }
}
