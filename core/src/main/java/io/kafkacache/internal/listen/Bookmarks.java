package io.kafkacache.internal.listen;

import io.kafkacache.internal.driver.Driver.Step;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** When one listener is told a bookmark: the first at once, then soon behind updates, and seldom where only positions moved. Its activity only. */
final class Bookmarks {
    /** The least time between two of them while updates come. */
    static final long BUSY_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** The least time between two of them where nothing wanted comes. */
    static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(5);

    private @Nullable Mark reached;
    private @Nullable Mark told;
    private long toldNanos;
    private boolean updates;

    /** The listener has been told everything up to here. */
    void reached(Mark mark) {
        reached = mark;
    }

    /** Among it were updates. */
    void toldUpdates() {
        updates = true;
    }

    /** In how many nanoseconds one is to be told; {@link Step#ON_WAKE} where there is nothing new. */
    long dueIn(long nowNanos) {
        if (!isNew()) {
            return Step.ON_WAKE;
        }
        return told == null ? 0 : Math.max(0, (updates ? BUSY_NANOS : QUIET_NANOS) - (nowNanos - toldNanos));
    }

    boolean isNew() {
        return reached != null && (told == null || reached.step() > told.step());
    }

    /** Takes the one to tell now. */
    @Nullable
    Mark take(long nowNanos) {
        told = reached;
        toldNanos = nowNanos;
        updates = false;
        return told;
    }
}
