package io.kafkacache.internal.listen;

import io.kafkacache.Entry;
import io.kafkacache.KafkaCacheException;
import io.kafkacache.View;
import java.util.function.Consumer;

/** Walks over the initial state of one subscription until that ends. Its activity only. */
final class StateWalk<K, V> {
    private final Feed<K, V> feed;

    StateWalk(Feed<K, V> feed) {
        this.feed = feed;
    }

    /** Visits the wanted entries and frees the view. An exception of the store makes the subscription gone. */
    void visit(View<K, V> view, Consumer<Entry<K, V>> visitor) {
        try {
            view.forEach(entry -> {
                if (feed.cut() != null) {
                    throw new Stopped();
                }
                if (feed.wants(entry.key())) {
                    visitor.accept(entry);
                }
            });
        } catch (Stopped stopped) {
            return;
        } catch (Throwable t) {
            feed.failed(t);
            feed.gone(new KafkaCacheException(
                    "the subscription was given up because the state could not be read: " + t, t, true));
        } finally {
            close(view);
        }
    }

    void close(View<K, V> view) {
        feed.tell(view::close);
    }

    /** Leaves the walk. */
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stopped() {
            super("stopped", null, false, false);
        }
    }
}
