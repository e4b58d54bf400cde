package io.kafkacache.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.CacheState;
import io.kafkacache.ClosedException;
import io.kafkacache.Entry;
import io.kafkacache.Index;
import io.kafkacache.KeyRange;
import io.kafkacache.ListenOptions;
import io.kafkacache.ReadableCache;
import io.kafkacache.RecordOffset;
import io.kafkacache.Snapshot;
import io.kafkacache.Subscription;
import io.kafkacache.Update;
import io.kafkacache.UpdateListener;
import io.kafkacache.codec.Codecs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TestCachesTest {
    private final Map<String, Integer> map = new HashMap<>(Map.of("one", 1, "two", 2, "three", 3));
    private final ReadableCache<String, Integer> cache = TestCaches.of(map);
    private final List<String> told = new ArrayList<>();

    @AfterEach
    void close() {
        cache.close();
    }

    @Test
    void readsTheMap() {
        assertThat(cache.get("one")).isEqualTo(1);
        assertThat(cache.get("none")).isNull();
        assertThat(cache.find("two")).contains(2);
        assertThat(cache.require("three")).isEqualTo(3);
        assertThatThrownBy(() -> cache.require("none")).isInstanceOf(NoSuchElementException.class);
        assertThat(cache.entry("one")).isNotNull().satisfies(entry -> assertThat(entry.value())
                .isEqualTo(1));
        assertThat(cache.entry("none")).isNull();
        assertThat(cache.contains("one")).isTrue();
        assertThat(cache.size()).isEqualTo(3);
        assertThat(cache.getAll(List.of("two", "none", "one")).keySet()).containsExactly("two", "one");
        List<String> visited = new ArrayList<>();
        cache.forEach(entry -> visited.add(entry.key()));
        assertThat(visited).containsExactlyInAnyOrder("one", "two", "three");
    }

    @Test
    void scansInTheOrderOfTheEncodedKeys() {
        assertThat(cache.scanKeys(KeyRange.all())).containsExactly("one", "three", "two");
        assertThat(cache.scan(KeyRange.prefix("t").limit(1)).stream().map(Entry::value))
                .containsExactly(3);
        assertThat(cache.scanKeys(KeyRange.<String>all().reversed().after("one")))
                .containsExactly("two", "three");
        try (ReadableCache<Long, String> byNumber = TestCaches.of(Map.of(10L, "ten", 9L, "nine"), Codecs.longs())) {
            assertThat(byNumber.scanKeys(KeyRange.all())).containsExactly(9L, 10L);
        }
    }

    @Test
    void aSnapshotShowsNothingLater() {
        try (Snapshot<String, Integer> then = cache.snapshot().join()) {
            map.put("four", 4);

            assertThat(then.scanKeys(KeyRange.all())).containsExactly("one", "three", "two");
            assertThat(then.size()).isEqualTo(3);
        }
    }

    @Test
    void showsLaterChangesOfTheMap() {
        map.put("four", 4);

        assertThat(cache.get("four")).isEqualTo(4);
    }

    @Test
    void isReadyAndCurrent() {
        assertThat(cache.ready()).isCompleted();
        assertThat(cache.sync()).isCompleted();
        assertThat(cache.sync(Duration.ofSeconds(1))).isCompleted();
        assertThat(cache.await(new RecordOffset("test", null, 0, 7))).isCompleted();
        cache.awaitReady(Duration.ofSeconds(1));
        assertThat(cache.stopped()).isNotDone();
        assertThat(cache.status()).satisfies(status -> {
            assertThat(status.state()).isEqualTo(CacheState.READY);
            assertThat(status.ready() && status.servable() && status.live()).isTrue();
            assertThat(status.entries()).isEqualTo(3);
        });
    }

    @Test
    void tellsTheStateWhereAskedThenThatItIsDone() {
        cache.listen(ListenOptions.<String>stateFirst().prefix("t"), listener());
        assertThat(told).containsExactlyInAnyOrder("two", "three", "done").endsWith("done");

        told.clear();
        cache.listen(ListenOptions.<String>stateFirst().keys(Set.of("one", "none")), listener());
        assertThat(told).containsExactly("one", "done");

        told.clear();
        Subscription subscription = cache.listen(listener());
        assertThat(told).containsExactly("done");
        assertThat(subscription.active()).isTrue();
        subscription.close();
        assertThat(subscription.active()).isFalse();
    }

    @Test
    void publishesWhatIsRequested() {
        List<Flow.Subscription> subscriptions = new ArrayList<>();
        cache.asPublisher(ListenOptions.stateFirst()).subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscriptions.add(subscription);
            }

            @Override
            public void onNext(Update<String, Integer> update) {
                told.add(update.key());
            }

            @Override
            public void onError(Throwable failure) {
                told.add("error");
            }

            @Override
            public void onComplete() {
                told.add("complete");
            }
        });

        assertThat(told).isEmpty();
        subscriptions.get(0).request(2);
        assertThat(told).hasSize(2);
        subscriptions.get(0).request(Long.MAX_VALUE);
        assertThat(told).containsExactlyInAnyOrder("one", "two", "three");
        cache.close();
        assertThat(told).hasSize(4).endsWith("complete");
    }

    @Test
    void isClosedWhenClosed() {
        cache.close();
        cache.close();

        assertThatThrownBy(() -> cache.get("one")).isInstanceOf(ClosedException.class);
        assertThat(cache.sync()).isCompletedExceptionally();
        assertThat(cache.stopped()).isCompleted();
        assertThat(cache.status().state()).isEqualTo(CacheState.CLOSED);
    }

    private UpdateListener<String, Integer> listener() {
        return new UpdateListener<>() {
            @Override
            public void onUpdates(List<? extends Update<? extends String, ? extends Integer>> step) {
                step.forEach(update -> told.add(update.key()));
            }

            @Override
            public void onInitialStateDone() {
                told.add("done");
            }
        };
    }

    @Test
    void entriesAreFoundByAnIndex() {
        Map<String, String> map = new ConcurrentHashMap<>(Map.of("ann", "red", "bob", "red", "cid", "blue"));
        try (ReadableCache<String, String> users = TestCaches.of(map)) {
            Index<String, String, String> byColour = users.index("colour", List::of);
            map.put("cid", "red");

            assertThat(byColour.keys("red")).containsExactlyInAnyOrder("ann", "bob", "cid");
            assertThat(byColour.size("blue")).isZero();
            assertThat(byColour.size()).isEqualTo(1);
        }
    }
}
