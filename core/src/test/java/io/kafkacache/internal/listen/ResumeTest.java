package io.kafkacache.internal.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kafkacache.Cause;
import io.kafkacache.HistoryWindow;
import io.kafkacache.ListenOptions;
import io.kafkacache.Subscription;
import io.kafkacache.Update;
import io.kafkacache.internal.driver.ScriptedDriver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ResumeTest {
    private final ScriptedDriver driver = new ScriptedDriver();
    private final FakeReader reader = new FakeReader(driver, new Origin(7, "v1", true, new HistoryWindow(10, 100_000)));
    private final Recorder listener = new Recorder();

    @AfterEach
    void nothingIsLeftBehind() {
        reader.subscriptions.end(null);

        assertThat(reader.subscriptions.awaitEnd(0)).isTrue();
        assertThat(reader.openViews).isZero();
    }

    private Subscription resume(String token) {
        return listen(ListenOptions.<String>fromNow().resume(token));
    }

    private Subscription listen(ListenOptions<String> options) {
        Subscription subscription = reader.subscriptions.listen(options, listener);
        reader.betweenBatches();
        driver.runUntilIdle();
        return subscription;
    }

    /** A token of this cache as of now. */
    private String bookmark() {
        Recorder other = new Recorder();
        Subscription subscription = reader.subscriptions.listen(ListenOptions.fromNow(), other);
        reader.betweenBatches();
        driver.runUntilIdle();
        subscription.close();
        return other.bookmark();
    }

    private String ofAnother(String token, Place place) {
        Token own = Token.parse(token);
        return new Token(99, own.version(), new Mark(1_000, place)).text();
    }

    @Test
    void goesOnExactlyBehindTheToken() {
        reader.ready();
        reader.batch("a=1", "b=1");
        String token = bookmark();
        reader.batch("a=2");
        reader.batch("b", "c=1");
        Subscription subscription = resume(token);
        assertThat(subscription.pending()).isZero();
        reader.batch("d=1");
        driver.advance(Duration.ofSeconds(1));

        assertThat(listener.told).containsExactly("done", "a=2", "-b", "c=1", "d=1");
        assertThat(Token.parse(listener.bookmark()).place()).isEqualTo(reader.place());
    }

    @Test
    void whereNothingWasMissedOnlyDoneIsTold() {
        reader.ready();
        reader.batch("a=1");
        String token = bookmark();
        reader.pass(3);
        resume(token);

        assertThat(listener.told).containsExactly("done");
        assertThat(Token.parse(listener.bookmark()).place()).isEqualTo(reader.place());
    }

    @Test
    void nobodyNeedsToListenMeanwhile() {
        reader.ready();
        String token = bookmark();

        assertThat(reader.subscriptions.wanted()).isTrue();
        reader.batch("a=1");
        resume(token);
        assertThat(listener.told).containsExactly("done", "a=1");
    }

    @Test
    void keysAndPrefixesHoldForWhatWasMissed() {
        reader.ready();
        String token = bookmark();
        reader.batch("org-1=1", "user-1=1", "user-2=1");
        listen(ListenOptions.<String>fromNow()
                .prefix("user-")
                .keys(Set.of("user-2", "org-1"))
                .resume(token));

        assertThat(listener.told).containsExactly("done", "user-2=1");
    }

    @Test
    void inPlaceOfTheState() {
        reader.batch("a=1");
        reader.ready();
        String token = bookmark();
        listen(ListenOptions.<String>stateFirst().resume(token));

        assertThat(listener.told).containsExactly("done");
    }

    @Test
    void theWindowPassedIsGone() {
        reader.ready();
        String token = bookmark();
        for (int i = 0; i < 11; i++) {
            reader.batch("a=" + i);
        }
        Subscription subscription = resume(token);

        assertThat(listener.told).containsExactly("gone");
        assertThat(listener.reasons.get(0)).contains("history", "10 updates", "listen again with the state first");
        assertThat(listener.bookmarks).isEmpty();
        assertThat(subscription.active()).isFalse();
    }

    @Test
    void whoeverOverflowedMayResume() {
        reader.ready();
        listen(ListenOptions.<String>fromNow().maxPending(1));
        String token = listener.bookmark();
        listener.within = () -> {
            listener.within = () -> {};
            reader.batch("b=1", "c=1");
        };
        reader.batch("a=1");
        driver.runUntilIdle();
        assertThat(listener.told).containsExactly("done", "a=1", "gone");
        resume(token);

        assertThat(listener.told).containsExactly("done", "a=1", "gone", "done", "a=1", "b=1", "c=1");
    }

    @Test
    void beforeReadyItWaits() {
        Place before = reader.place();
        reader.batch("a=1");
        String token = new Token(99, "v1", new Mark(3, reader.place())).text();
        resume(token);
        assertThat(listener.told).isEmpty();
        reader.ready();
        driver.runUntilIdle();
        assertThat(listener.told).containsExactly("done");

        resume(ofAnother(token, before));
        assertThat(listener.reasons.get(0)).contains("offset 1 of partition 0, behind 0");
    }

    @Test
    void anotherCachesTokenIsServedByPositions() {
        reader.ready();
        reader.batch("a=1", "b=1");
        Place after = reader.place();
        reader.batch("c=1");
        resume(ofAnother(bookmark(), after));

        assertThat(listener.told).containsExactly("done", "c=1");
    }

    @Test
    void aTokenMayStandWithinAStep() {
        reader.ready();
        reader.batch("a=1", "b=1", "c=1");
        resume(ofAnother(bookmark(), Updates.place(2)));

        assertThat(listener.told).containsExactly("done", "c=1");
    }

    @Test
    void aFresherTokenWaitsUntilItIsPassed() {
        reader.ready();
        reader.batch("a=1");
        resume(ofAnother(bookmark(), Updates.place(3)));
        assertThat(listener.told).isEmpty();
        reader.batch("b=1");
        driver.runUntilIdle();
        assertThat(listener.told).isEmpty();
        reader.batch("c=1", "d=1");
        reader.batch("e=1");
        driver.runUntilIdle();

        assertThat(listener.told).containsExactly("done", "d=1", "e=1");
    }

    @Test
    void aRebuildOfTheSameTopicIsToldOnResume() {
        reader.ready();
        reader.batch("a=1", "b=1");
        String token = bookmark();
        Place place = reader.place();
        reader.rebuild("id", "a");
        resume(token);

        assertThat(listener.told).containsExactly("done", "-a");
        assertThat(listener.updates.get(0).cause()).isEqualTo(Cause.REBUILD);

        resume(ofAnother(token, place));
        assertThat(listener.told).as("nothing that has no place is needed").containsExactly("done", "-a", "done");
        resume(ofAnother(token, Updates.place(1)));
        assertThat(listener.told).endsWith("gone");
    }

    @Test
    void anotherTopicIsGone() {
        reader.ready();
        reader.batch("a=1");
        String token = bookmark();
        Subscription waiting = resume(ofAnother(token, Updates.place(100)));
        reader.rebuild("other", "a");
        driver.runUntilIdle();
        assertThat(waiting.active()).isFalse();
        resume(token);

        assertThat(listener.told).containsExactly("gone", "gone");
        assertThat(listener.reasons).allMatch(reason -> reason.contains("deleted and made again"));
    }

    /** Until the new id was known, records of either topic may have been taken for those that the token covers. */
    @Test
    void whoHadResumedInTheFormerTopicIsGone() {
        reader.ready();
        reader.batch("a=1");
        resume(bookmark());
        reader.rebuild("id", "a");
        driver.runUntilIdle();
        reader.rebuild("other");
        driver.runUntilIdle();

        assertThat(listener.told).containsExactly("done", "-a", "gone");
        assertThat(listener.reasons.get(0)).contains("deleted and made again (its id was id and is other)");
    }

    @Test
    void aListenerThatStaysIsToldTheDifferenceAndHoldsATokenOfTheNewTopic() {
        reader.batch("a=1");
        reader.ready();
        listen(ListenOptions.stateFirst());
        driver.advance(Duration.ofSeconds(1));
        reader.rebuild("other", "a");
        driver.runUntilIdle();
        String token = listener.bookmark();
        reader.batch("b=1");
        driver.runUntilIdle();
        resume(token);

        assertThat(listener.told).containsExactly("a=1", "done", "-a", "b=1", "done", "b=1");
    }

    @Test
    void whatLeftByRetentionIsToldOnResume() {
        reader.ready();
        reader.batch("a=1");
        String token = bookmark();
        reader.retention("a");
        resume(token);

        assertThat(listener.told).containsExactly("done", "-a");
    }

    @Test
    void withoutAHistoryNothingCanBeMissed() {
        FakeReader without = new FakeReader(driver);
        without.ready();
        Recorder first = new Recorder();
        Subscription left = without.subscriptions.listen(ListenOptions.fromNow(), first);
        without.betweenBatches();
        driver.runUntilIdle();
        left.close();
        assertThat(without.subscriptions.wanted()).isFalse();
        without.batch("a=1");
        without.subscriptions.listen(ListenOptions.<String>fromNow().resume(first.bookmark()), listener);
        without.betweenBatches();
        driver.runUntilIdle();

        assertThat(listener.told).containsExactly("gone");
    }

    @Test
    void aFilterThatThrowsOnWhatWasMissedIsGone() {
        reader.ready();
        String token = bookmark();
        reader.batch("broken=1");
        listen(ListenOptions.<String>fromNow().prefix("b").resume(token));

        assertThat(listener.told).containsExactly("done", "gone");
        assertThat(listener.bookmarks).isEmpty();
        assertThat(reader.errors).hasSize(1);
    }

    @Test
    void garbageIsRefusedAtTheCall() {
        ListenOptions<String> garbage = ListenOptions.<String>fromNow().resume("garbage");

        assertThatIllegalArgumentException().isThrownBy(() -> reader.subscriptions.listen(garbage, listener));
        assertThatIllegalArgumentException().isThrownBy(() -> reader.subscriptions.asPublisher(garbage));
    }

    @Test
    void aStreamResumesAsItIsRequested() {
        reader.ready();
        String token = bookmark();
        reader.batch("a=1", "b=1");
        reader.batch("c=1");
        List<String> told = new ArrayList<>();
        List<Flow.Subscription> subscriptions = new ArrayList<>();
        reader.subscriptions
                .asPublisher(ListenOptions.<String>fromNow().resume(token))
                .subscribe(new Flow.Subscriber<>() {
                    @Override
                    public void onSubscribe(Flow.Subscription subscription) {
                        subscriptions.add(subscription);
                    }

                    @Override
                    public void onNext(Update<String, String> update) {
                        told.add(Recorder.text(update));
                    }

                    @Override
                    public void onError(Throwable failure) {
                        told.add(String.valueOf(failure));
                    }

                    @Override
                    public void onComplete() {
                        told.add("complete");
                    }
                });
        reader.betweenBatches();
        driver.runUntilIdle();
        reader.batch("d=1");
        subscriptions.get(0).request(2);
        driver.runUntilIdle();
        assertThat(told).containsExactly("a=1", "b=1");
        subscriptions.get(0).request(5);
        driver.runUntilIdle();

        assertThat(told).containsExactly("a=1", "b=1", "c=1", "d=1");
    }
}
