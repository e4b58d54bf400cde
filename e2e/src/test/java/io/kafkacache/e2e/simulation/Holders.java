package io.kafkacache.e2e.simulation;

import io.kafkacache.KeyRange;
import io.kafkacache.e2e.simulation.history.Event.SnapshotAsked;
import io.kafkacache.e2e.simulation.history.Event.SnapshotRefused;
import io.kafkacache.e2e.simulation.history.Event.SnapshotSeen;
import io.kafkacache.e2e.simulation.history.Event.SnapshotTaken;
import io.kafkacache.e2e.simulation.history.Shown;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Who holds snapshots and open scans of the caches of a world, some for long, also when their cache is closed. */
final class Holders {
    private static final int MOST = 4;

    private final World world;
    private final Deque<HeldSnapshot> snapshots = new ArrayDeque<>();
    private final Deque<HeldScan> scans = new ArrayDeque<>();
    private int count;
    private int waiting;

    Holders(World world) {
        this.world = world;
    }

    boolean areWaiting() {
        return waiting > 0;
    }

    void take(SimulatedCache cache) {
        int number = count++;
        world.topic().notice();
        cache.look();
        world.tell(new SnapshotAsked(number, cache.number()));
        waiting++;
        CompletableFuture<Void> unused = cache.cache().snapshot().handle((snapshot, failure) -> {
            waiting--;
            if (failure == null) {
                world.topic().notice();
                cache.look();
                taken(new HeldSnapshot(number, snapshot, cache.manner()));
            } else {
                Throwable cause = failure.getCause();
                Throwable thrown = failure instanceof CompletionException && cause != null ? cause : failure;
                world.tell(new SnapshotRefused(number, thrown.getClass().getSimpleName()));
            }
            return null;
        });
    }

    private void taken(HeldSnapshot snapshot) {
        if (snapshots.size() == MOST) {
            close(snapshots.remove());
        }
        snapshots.add(snapshot);
        Map<String, Shown> shown = read(snapshot);
        world.tell(new SnapshotTaken(snapshot.number(), snapshot.positions(), shown));
    }

    /** Reads all of it; what a future's callback throws is seen by nobody, so it is kept here. */
    private Map<String, Shown> read(HeldSnapshot snapshot) {
        try {
            return snapshot.read();
        } catch (RuntimeException e) {
            world.found("snapshot " + snapshot.number() + ": " + e);
            return Map.of();
        }
    }

    void scan(SimulatedCache cache, KeyRange<String> range) {
        if (cache.isReadable()) {
            if (scans.size() == MOST) {
                scans.remove();
            }
            scans.add(HeldScan.of(cache.cache(), range));
        }
    }

    void lookAgain() {
        snapshots.forEach(snapshot -> world.tell(new SnapshotSeen(snapshot.number(), read(snapshot))));
        scans.forEach(HeldScan::goOn);
    }

    void letGo() {
        if (!snapshots.isEmpty()) {
            close(snapshots.remove());
        }
        scans.poll();
    }

    private void close(HeldSnapshot snapshot) {
        snapshot.close();
        if (!read(snapshot).isEmpty()) {
            world.found("snapshot " + snapshot.number() + " is closed and shows something");
        }
    }
}
