package io.kafkacache.model;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.Entry;
import io.kafkacache.Source;
import io.kafkacache.codec.Codec;
import io.kafkacache.codec.RecordContext;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.stream.Stream;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.FixedValue;
import net.bytebuddy.implementation.StubMethod;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What validators and indexes promise is held by tests: each way in which they are broken here turns the one red that is there for it. */
@SuppressWarnings("UnusedVariable") // what an advice assigns is the method's
class MeaningMutationTest {
    private static final String PACKAGE = "io.kafkacache.internal.";

    static Stream<Mutant> mutants() {
        return Stream.of(
                nothing(
                        "an index not told of a removal",
                        "index.Postings",
                        "remove",
                        Judge.of("IndexTest.anEntryIsFoundByEachOfItsKeysAndByNoFormerOne")),
                nothing(
                        "an index not told of what changes",
                        "index.Indexes",
                        "change",
                        Judge.of("IndexTest.whoWaitsForItsOwnWriteFindsIt")),
                advised(
                        "an index not filled again by a rebuild",
                        "index.OpenIndex",
                        "fill",
                        Advice.to(NotAgain.class),
                        Judge.of("IndexTest.aRebuiltTopicIsFoundByWhatItHolds")),
                advised(
                        "validateReads not followed in replay",
                        "engine.RecordInterpreter",
                        "interpret",
                        Advice.to(AcceptsInReplay.class),
                        Judge.of("ReadValidationTest.failReadsFailsTheKeyUntilItsNextAcceptedRecord", true)),
                answering(
                        "what a validator finds not looked at",
                        "engine.Findings",
                        "isEmpty",
                        true,
                        Judge.of("ReadValidationTest.failReadsFailsTheKeyUntilItsNextAcceptedRecord", false)),
                nothing(
                        "what is written not judged",
                        "engine.WriteRules",
                        "refused",
                        Judge.of("WriteValidationTest.aRefusedPutFailsWithEveryProblemAndNothingIsSent")),
                advised(
                        "a mutation validator not asked live",
                        "engine.Judge",
                        "judged",
                        Advice.to(NotLive.class, Unjudged.class),
                        Judge.of("MutationValidationTest.removeRemovesTheKey", false)),
                advised(
                        "a mutation validator not asked in replay",
                        "engine.Judge",
                        "judged",
                        Advice.to(NotInReplay.class, Unjudged.class),
                        Judge.of("MutationValidationTest.removeRemovesTheKey", true)),
                answering(
                        "a mutation judged before the caches it depends on are ready",
                        "engine.Dependencies",
                        "areReady",
                        true,
                        Judge.of("MutationDependenciesTest.whatItDependsOnIsReadyBeforeItIsAsked", false)),
                nothing(
                        "the rejection of a superseded record counted",
                        "engine.Verdicts",
                        "accepted",
                        Judge.of("MutationValidationTest.aSupersededRecordIsNeitherCountedNorHaltedOn", "REMOVE")),
                answering(
                        "the rejection of an outranked record counted",
                        "engine.Verdicts",
                        "isOutranked",
                        false,
                        Judge.of(
                                "ReadValidationTest.aRecordThatAnotherPartitionOutranksIsNeitherCountedNorHaltedOn",
                                "REMOVE")),
                nothing(
                        "rejections met in replay never counted",
                        "engine.Verdicts",
                        "replayed",
                        Judge.of("MutationValidationTest.keepPreviousKeepsItAndMeasuresByIt", true)));
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void whatIsBrokenIsSeen(Mutant mutant) throws ReflectiveOperationException {
        assertThat(mutant.judge.passes(Map.of())).as("green on what is whole").isTrue();
        assertThat(mutant.judge.passes(Map.of(mutant.className, mutant.code())))
                .as("green on what is broken")
                .isFalse();
    }

    private static Mutant nothing(String how, String type, String method, Judge judge) {
        return new Mutant(how, PACKAGE + type, judge, whole -> new ByteBuddy()
                .redefine(whole)
                .method(named(method))
                .intercept(StubMethod.INSTANCE)
                .make()
                .getBytes());
    }

    private static Mutant answering(String how, String type, String method, boolean answer, Judge judge) {
        return new Mutant(how, PACKAGE + type, judge, whole -> new ByteBuddy()
                .redefine(whole)
                .method(named(method))
                .intercept(FixedValue.value(answer))
                .make()
                .getBytes());
    }

    private static Mutant advised(String how, String type, String method, Advice advice, Judge judge) {
        return new Mutant(how, PACKAGE + type, judge, whole -> new ByteBuddy()
                .redefine(whole)
                .visit(advice.on(named(method)))
                .make()
                .getBytes());
    }

    /** Gives the code of a class that is broken. */
    private interface Breaking {
        byte[] code(Class<?> whole);
    }

    /** One way of breaking a class, and who sees it. */
    record Mutant(String how, String className, Judge judge, Breaking breaking) {
        byte[] code() throws ClassNotFoundException {
            return breaking.code(Class.forName(className));
        }

        @Override
        public String toString() {
            return how + ": " + judge;
        }
    }

    /** Fills what nothing has filled yet. */
    static final class NotAgain {
        private NotAgain() {}

        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean skip(@Advice.FieldValue("postings") Object postings) {
            return postings != null;
        }
    }

    /** Gives the value of whatever can be decoded. */
    static final class AcceptsInReplay {
        private AcceptsInReplay() {}

        @Advice.OnMethodExit
        static void accept(
                @Advice.Argument(0) Object key,
                @Advice.Argument(1) Source source,
                @Advice.Argument(2) long offset,
                @Advice.Argument(3) long timestampMillis,
                @Advice.Argument(4) ByteBuffer value,
                @Advice.FieldValue("valueCodec") Codec<?> codec,
                @Advice.FieldValue("valueContext") RecordContext context,
                @Advice.Return(readOnly = false) Entry<?, ?> entry) {
            entry = Entry.of(key, codec.decode(context, value.duplicate()), source, offset, timestampMillis);
        }
    }

    /** Does not ask once the replay is over. */
    static final class NotLive {
        private NotLive() {}

        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean skip(@Advice.FieldValue("live") boolean live) {
            return live;
        }
    }

    /** Does not ask until the replay is over. */
    static final class NotInReplay {
        private NotInReplay() {}

        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean skip(@Advice.FieldValue("live") boolean live) {
            return !live;
        }
    }

    /** What is not asked of a meaning leaves it as it is. */
    static final class Unjudged {
        private Unjudged() {}

        @Advice.OnMethodExit
        static void leave(
                @Advice.Enter boolean skipped,
                @Advice.Argument(0) Object meaning,
                @Advice.Return(readOnly = false) Object judged) {
            judged = skipped ? meaning : judged;
        }
    }
}
