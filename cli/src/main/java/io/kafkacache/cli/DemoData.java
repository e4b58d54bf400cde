package io.kafkacache.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The sample data: n users, organizations and sessions that refer to each other by id. The same on every run; made when asked for. */
final class DemoData {
    private static final List<String> ADJECTIVES = List.of(
            "Amber", "Brave", "Calm", "Deft", "Eager", "Fair", "Gentle", "Happy", "Idle", "Jolly", "Keen", "Lucid",
            "Merry", "Noble", "Open", "Proud", "Quiet", "Rapid", "Sunny", "Tidy");
    private static final List<String> ANIMALS = List.of(
            "Badger", "Crane", "Dolphin", "Egret", "Falcon", "Gecko", "Heron", "Ibis", "Jackdaw", "Kestrel", "Lynx",
            "Marten", "Newt", "Otter", "Puffin", "Quail", "Raven", "Stork", "Tern", "Vole");
    private static final List<String> TRADES = List.of(
            "Archive", "Bakery", "Clinic", "Dockyard", "Forge", "Garden", "Harbour", "Library", "Mill", "Observatory");

    private final int count;

    DemoData(int count) {
        this.count = count;
    }

    int count() {
        return count;
    }

    User user(int number) {
        Random random = random("user", number);
        String name = pick(ADJECTIVES, random) + " " + pick(ANIMALS, random);
        String email = random.nextInt(5) == 0
                ? null
                : name.toLowerCase(java.util.Locale.ROOT).replace(' ', '.') + number + "@example.org";
        List<UUID> groups = random.ints(random.nextInt(3), 0, count)
                .distinct()
                .mapToObj(organization -> id("organization", organization))
                .toList();
        return new User(id("user", number), email, name, groups);
    }

    Organization organization(int number) {
        Random random = random("organization", number);
        return new Organization(
                id("organization", number), pick(ADJECTIVES, random) + " " + pick(TRADES, random) + " " + number);
    }

    Session session(int number) {
        Random random = random("session", number);
        SessionType type = random.nextInt(10) == 0 ? SessionType.MEETINGSCREEN : SessionType.REGULAR;
        String address = type == SessionType.MEETINGSCREEN ? null : "192.0.2." + random.nextInt(256);
        return new Session(id("session", number), id("user", random.nextInt(count)), type, address);
    }

    private static UUID id(String kind, int number) {
        Random random = random(kind + " id", number);
        // version 4 and the usual variant, as if it were random
        return new UUID((random.nextLong() & ~0xF000L) | 0x4000L, (random.nextLong() & ~(3L << 62)) | Long.MIN_VALUE);
    }

    private static Random random(String kind, int number) {
        return new Random(kind.hashCode() * 1_000_003L + number);
    }

    private static String pick(List<String> words, Random random) {
        return words.get(random.nextInt(words.size()));
    }

    /** A user. */
    @JsonInclude(Include.NON_NULL)
    record User(UUID id, @Nullable String email, String displayName, List<UUID> groups) {
        User renamed(String name) {
            return new User(id, email, name, groups);
        }
    }

    /** An organization. */
    record Organization(UUID id, String name) {}

    /** A session. */
    @JsonInclude(Include.NON_NULL)
    record Session(
            UUID id, UUID user, SessionType type, @Nullable String ipAddress) {}

    /** What a session is for. */
    enum SessionType {
        REGULAR,
        MEETINGSCREEN
    }
}
