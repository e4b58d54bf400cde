package io.kafkacache.e2e;

import static io.kafkacache.e2e.Logs.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.Builder;
import io.kafkacache.CacheState;
import io.kafkacache.CachesStatus;
import io.kafkacache.Entry;
import io.kafkacache.KafkaCache;
import io.kafkacache.KafkaCaches;
import io.kafkacache.ReadableCache;
import io.kafkacache.codec.Codecs;
import io.kafkacache.json.JsonCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The sample data model in three caches that live as one; what refers to each other by id is resolved locally, without I/O. */
@OnKafka
class SeveralCachesTest {
    private static final Organization TENNIS = new Organization(UUID.randomUUID(), "Tennis");
    private static final Organization CHESS = new Organization(UUID.randomUUID(), "Chess");
    private static final User ADA = new User(UUID.randomUUID(), "ada@example.org", "Ada", List.of(TENNIS.id, CHESS.id));
    private static final User BOB = new User(UUID.randomUUID(), null, "Bob", List.of(CHESS.id));
    private static final Session DESK = new Session(UUID.randomUUID(), ADA.id, SessionType.REGULAR, "192.0.2.1");
    private static final Session WALL = new Session(UUID.randomUUID(), ADA.id, SessionType.MEETINGSCREEN, null);

    @RegisterExtension
    final LogBroker broker = new LogBroker();

    @SuppressWarnings("NullAway.Init")
    private KafkaCaches caches;

    @SuppressWarnings("NullAway.Init")
    private KafkaCache<UUID, User> users;

    @SuppressWarnings("NullAway.Init")
    private KafkaCache<UUID, Organization> organizations;

    @SuppressWarnings("NullAway.Init")
    private KafkaCache<UUID, Session> sessions;

    record User(UUID id, @Nullable String email, String displayName, List<UUID> groups) {}

    record Organization(UUID id, String name) {}

    record Session(
            UUID id, UUID user, SessionType type, @Nullable String ipAddress) {}

    enum SessionType {
        REGULAR,
        MEETINGSCREEN
    }

    @BeforeEach
    void open() {
        caches = KafkaCaches.builder()
                .bootstrapServers(broker.kafka().bootstrapServers())
                .build();
        users = caches.open(of("users", User.class));
        organizations = caches.open(of("organizations", Organization.class));
        sessions = caches.open(of("sessions", Session.class));
        caches.awaitReady(Until.PATIENCE);
        // Each cache of its own: only a write to the same cache is ordered before what is awaited here.
        get(organizations.putAll(Map.of(TENNIS.id, TENNIS, CHESS.id, CHESS)).all());
        get(users.putAll(Map.of(ADA.id, ADA, BOB.id, BOB)).all());
        get(sessions.putAll(Map.of(DESK.id, DESK, WALL.id, WALL)).all());
        get(organizations.sync());
        get(users.sync());
        get(sessions.sync());
    }

    private <T> Builder<UUID, T, UUID, T, KafkaCache<UUID, T>> of(String kind, Class<T> type) {
        String topic = broker.topic() + "-" + kind;
        broker.kafka().createTopic(topic, 3, Map.of("cleanup.policy", "compact"));
        return KafkaCache.builder(topic, Codecs.uuid(), JsonCodec.of(type)).readOnly(false);
    }

    @AfterEach
    void close() {
        caches.close();
    }

    @Test
    void theSessionsOfAUser() {
        assertThat(sessionsOf(ADA)).containsExactlyInAnyOrder(DESK, WALL);
        assertThat(sessionsOf(BOB)).isEmpty();

        get(sessions.delete(WALL.id).thenCompose(sessions::await));

        assertThat(sessionsOf(ADA)).containsExactly(DESK);
    }

    private List<Session> sessionsOf(User user) {
        return where(sessions, session -> session.user.equals(user.id));
    }

    @Test
    void theUsersOfAnOrganization() {
        assertThat(usersOf(TENNIS)).containsExactly(ADA);
        assertThat(usersOf(CHESS)).containsExactlyInAnyOrder(ADA, BOB);
    }

    private List<User> usersOf(Organization organization) {
        return where(users, user -> user.groups.contains(organization.id));
    }

    @Test
    void theGroupsOfTheUserOfASession() {
        assertThat(groupsOf(WALL)).containsExactly(TENNIS, CHESS);
    }

    /** What one cache shows may refer to what another does not show yet, or any more: nothing orders two topics. */
    @Test
    void aReferenceToWhatIsGoneIsLeftOut() {
        get(organizations.delete(TENNIS.id).thenCompose(organizations::await));

        assertThat(groupsOf(DESK)).containsExactly(CHESS);
    }

    private List<Organization> groupsOf(Session session) {
        return users.find(session.user).map(User::groups).orElse(List.of()).stream()
                .map(organizations::get)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Visits every entry: for a few thousand that is quick, for more a service keeps a map of its own by a listener. */
    private static <T> List<T> where(ReadableCache<UUID, T> cache, Predicate<T> condition) {
        List<T> found = new ArrayList<>();
        cache.forEach((Entry<UUID, T> entry) -> {
            if (condition.test(entry.value())) {
                found.add(entry.value());
            }
        });
        return found;
    }

    @Test
    void theyHaveOneStatusAndOneEnd() {
        CachesStatus open = caches.status();

        caches.close();

        assertThat(open.state()).isEqualTo(CacheState.READY);
        assertThat(open.servable()).isTrue();
        assertThat(open.caches().keySet()).containsExactly(users.name(), organizations.name(), sessions.name());
        assertThat(caches.status().state()).isEqualTo(CacheState.CLOSED);
        get(caches.stopped());
    }
}
