package io.kafkacache;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A listener that keeps what it is told together with the last token, as one that stores both at once would: when it comes back, it has
 * what the token covers and nothing more.
 */
final class Follower implements UpdateListener<String, String> {
    /** What was told, in order: {@code "0@12 PUT ann=Ann"}. */
    final List<String> told = Collections.synchronizedList(new ArrayList<>());

    final List<String> gone = new ArrayList<>();
    final Map<String, String> state = new HashMap<>();

    volatile @Nullable String token;

    int dones;
    Runnable within = () -> {};
    private int kept;
    private final Map<String, String> keptState = new HashMap<>();
    private @Nullable Subscription subscription;

    void listen(ReadableCache<String, String> cache, ListenOptions<String> options) {
        subscription = cache.listen(token == null ? options : options.resume(token), this);
    }

    /** Comes back with its token; without it, after it was told that it is gone. */
    void comeBack(ReadableCache<String, String> cache, ListenOptions<String> options) {
        leave();
        if (!gone.isEmpty()) {
            gone.clear();
            token = null;
            told.clear();
            state.clear();
            kept = 0;
            keptState.clear();
        }
        listen(cache, options);
    }

    /** Leaves, once it was told what there is. */
    void leaveSettled(TestTopic topic) {
        topic.settle();
        leave();
    }

    /** Leaves, and forgets what no token covers. */
    void leave() {
        Subscription left = subscription;
        if (left != null) {
            left.close();
        }
        while (told.size() > kept) {
            told.remove(told.size() - 1);
        }
        state.clear();
        state.putAll(keptState);
    }

    @Override
    public void onUpdates(List<? extends Update<? extends String, ? extends String>> step) {
        for (Update<? extends String, ? extends String> update : step) {
            RecordOffset place = update.offset();
            Entry<? extends String, ? extends String> after = update.after();
            told.add((place == null ? "" : place.partition() + "@" + place.offset() + " ") + update.cause() + " "
                    + update.key() + (after == null ? "" : "=" + after.value()));
            if (after == null) {
                state.remove(update.key());
            } else {
                state.put(update.key(), after.value());
            }
        }
        within.run();
    }

    @Override
    public void onInitialStateDone() {
        dones++;
    }

    @Override
    public void onBookmark(String now) {
        token = now;
        kept = told.size();
        keptState.clear();
        keptState.putAll(state);
    }

    @Override
    public void onGone(String reason) {
        gone.add(reason);
    }
}
