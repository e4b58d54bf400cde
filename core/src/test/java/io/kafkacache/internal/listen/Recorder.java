package io.kafkacache.internal.listen;

import io.kafkacache.Entry;
import io.kafkacache.Update;
import io.kafkacache.UpdateListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes what it is told: {@code "a=1"}, {@code "-a"}, {@code "done"}, {@code "gone"}, bookmarks elsewhere; and runs something within. */
final class Recorder implements UpdateListener<String, String> {
    final List<String> told = new CopyOnWriteArrayList<>();
    final List<Integer> sizes = new CopyOnWriteArrayList<>();
    final List<Update<? extends String, ? extends String>> updates = new CopyOnWriteArrayList<>();
    final List<String> bookmarks = new CopyOnWriteArrayList<>();
    final List<String> reasons = new CopyOnWriteArrayList<>();
    Runnable within = () -> {};

    @Override
    public void onUpdates(List<? extends Update<? extends String, ? extends String>> step) {
        sizes.add(step.size());
        for (Update<? extends String, ? extends String> update : step) {
            updates.add(update);
            told.add(text(update));
        }
        within.run();
    }

    @Override
    public void onInitialStateDone() {
        told.add("done");
        within.run();
    }

    @Override
    public void onBookmark(String token) {
        bookmarks.add(token);
    }

    /** The last token it was given. */
    String bookmark() {
        return bookmarks.get(bookmarks.size() - 1);
    }

    @Override
    public void onGone(String reason) {
        reasons.add(reason);
        told.add("gone");
    }

    static String text(Update<? extends String, ? extends String> update) {
        Entry<? extends String, ? extends String> after = update.after();
        if (after == null) {
            return "-" + update.key();
        }
        return after.rejection() != null ? "!" + update.key() : update.key() + "=" + after.value();
    }
}
