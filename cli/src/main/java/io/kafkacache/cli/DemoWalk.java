package io.kafkacache.cli;

import io.kafkacache.KafkaCache;
import io.kafkacache.RecordOffset;
import io.kafkacache.RejectedRecordException;
import io.kafkacache.cli.DemoData.Session;
import io.kafkacache.cli.DemoData.User;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;

/** The walk through what a cache does, each step with its time. */
final class DemoWalk {
    private static final int READS = 200_000;

    private final DemoScreen screen;
    private final DemoCaches caches;
    private final DemoData data;
    private final String bootstrapServers;
    private final KafkaCache<UUID, User> users;

    DemoWalk(DemoScreen screen, DemoCaches caches, DemoData data, String bootstrapServers) {
        this.screen = screen;
        this.caches = caches;
        this.data = data;
        this.bootstrapServers = bootstrapServers;
        this.users = caches.users();
    }

    void walk() {
        get();
        readYourWrites();
        sync();
        delete();
        poison();
        new DemoLag(screen, bootstrapServers).show();
    }

    private void get() {
        screen.step("get: a local read, no request to Kafka");
        Session session = sessionOfAMember();
        User user = users.require(session.user());
        String groups = user.groups().stream()
                .map(id -> caches.organizations().require(id).name())
                .collect(Collectors.joining(", "));
        screen.shows("session " + session.id() + " (" + session.type() + ")");
        screen.shows("  of " + user.displayName() + (groups.isEmpty() ? "" : ", member of " + groups));
        UUID[] ids = new Random(1)
                .ints(1_000, 0, data.count())
                .mapToObj(i -> data.user(i).id())
                .toArray(UUID[]::new);
        long found = 0;
        long started = System.nanoTime();
        for (int i = 0; i < READS; i++) {
            found += users.get(ids[i % ids.length]) == null ? 0 : 1;
        }
        long nanos = System.nanoTime() - started;
        screen.took(Bar.count(found) + " reads, " + nanos / READS + " ns each", nanos);
    }

    /** One whose user is in an organization, so that there is something to follow. */
    private Session sessionOfAMember() {
        int number = 0;
        while (number < data.count() - 1
                && users.require(data.session(number).user()).groups().isEmpty()) {
            number++;
        }
        return caches.sessions().require(data.session(number).id());
    }

    private void readYourWrites() {
        screen.step("put, then await: read your own write");
        User user = data.user(1);
        long started = System.nanoTime();
        RecordOffset place = users.put(user.id(), user.renamed("Renamed Once")).join();
        screen.took("acknowledged as " + place, System.nanoTime() - started);
        long acknowledged = System.nanoTime();
        users.await(place).join();
        screen.took("readable here", System.nanoTime() - acknowledged);
        screen.shows("get: " + users.require(user.id()).displayName());
    }

    private void sync() {
        screen.step("sync: see what any other writer has written");
        User user = data.user(2);
        long started = System.nanoTime();
        try (KafkaCache<UUID, User> other = DemoCaches.openUsers(bootstrapServers)) {
            other.ready().join();
            screen.took("a second cache, " + other.name() + ", ready", System.nanoTime() - started);
            users.put(user.id(), user.renamed("Renamed Elsewhere")).join();
            long written = System.nanoTime();
            other.sync().join();
            screen.took("written by the first, synced by the second", System.nanoTime() - written);
            screen.shows("get from the second: " + other.require(user.id()).displayName());
        }
    }

    private void delete() {
        screen.step("delete: a tombstone, which compaction follows");
        UUID id = data.user(3).id();
        long before = users.size();
        long started = System.nanoTime();
        users.delete(id).thenCompose(users::await).join();
        screen.took("deleted and gone here", System.nanoTime() - started);
        screen.shows("get: " + users.get(id) + "; entries: " + Bar.count(before) + " before, " + Bar.count(users.size())
                + " now");
    }

    private void poison() {
        screen.step("A record that cannot be read: its key fails, all others work");
        User user = data.user(4);
        long started = System.nanoTime();
        RawProducer.send(bootstrapServers, "users", user.id().toString(), "{\"id\": this is no JSON");
        users.sync().join();
        screen.took("some other program writes a broken value", System.nanoTime() - started);
        try {
            users.get(user.id());
            throw new IllegalStateException("a broken value was read");
        } catch (RejectedRecordException e) {
            Wrapped.lines("get: " + e.rejection().message(), 72).forEach(screen::shows);
        }
        screen.shows("get of another key: " + users.require(data.user(5).id()).displayName());
        long healing = System.nanoTime();
        users.put(user.id(), user).thenCompose(users::await).join();
        screen.took("healed by a good value: " + users.require(user.id()).displayName(), System.nanoTime() - healing);
    }
}
