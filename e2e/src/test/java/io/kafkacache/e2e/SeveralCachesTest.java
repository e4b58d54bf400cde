package io.kafkacache.e2e;

import static io.kafkacache.e2e.Logs.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.Builder;
import io.kafkacache.CacheState;
import io.kafkacache.CachesStatus;
import io.kafkacache.Entry;
import io.kafkacache.Index;
import io.kafkacache.KafkaCache;
import io.kafkacache.KafkaCaches;
import io.kafkacache.MutationValidator;
import io.kafkacache.OnRejected;
import io.kafkacache.Rejection;
import io.kafkacache.RejectionReason;
import io.kafkacache.codec.Codecs;
import io.kafkacache.json.JsonCodec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The sample data model in three caches that live as one. Records refer to each other by id: forwards a reference is a lookup in another
 * cache, backwards it is an index, and whether it leads anywhere is a rule for the changes of users. All of it is local, without I/O.
 */
@OnKafka
class SeveralCachesTest {
    private static final Organization TENNIS = new Organization(UUID.randomUUID(), "Tennis");
    private static final Organization CHESS = new Organization(UUID.randomUUID(), "Chess");
    private static final Organization ROWING = new Organization(UUID.randomUUID(), "Rowing");
    private static final User ADA = new User(UUID.randomUUID(), "ada@example.org", "Ada", List.of(TENNIS.id, CHESS.id));
    private static final User BOB = new User(UUID.randomUUID(), null, "Bob", List.of(CHESS.id));
    private static final User BOB_ROWS = new User(BOB.id, null, "Bob", List.of(ROWING.id));
    private static final Session DESK = new Session(UUID.randomUUID(), ADA.id, SessionType.REGULAR, "192.0.2.1");
    private static final Session WALL = new Session(UUID.randomUUID(), ADA.id, SessionType.MEETINGSCREEN, null);

    @RegisterExtension
    final LogBroker broker = new LogBroker();

    @SuppressWarnings("NullAway.Init")
    private KafkaCaches caches;

    @SuppressWarnings("NullAway.Init")
    private KafkaCache<UUID, Organization> organizations;

    @SuppressWarnings("NullAway.Init")
    private KafkaCache<UUID, User> users;

    @SuppressWarnings("NullAway.Init")
    private KafkaCache<UUID, Session> sessions;

    @SuppressWarnings("NullAway.Init")
    private Index<UUID, UUID, User> usersByOrganization;

    @SuppressWarnings("NullAway.Init")
    private Index<UUID, UUID, Session> sessionsByUser;

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
        organizations = caches.open(of("organizations", Organization.class));
        MutationValidator<UUID, User> grouped =
                MutationValidator.rule("every group exists", change -> change.after().value().groups().stream()
                        .allMatch(organizations::contains));
        users = caches.open(
                of("users", User.class).validateMutations(grouped, OnRejected.KEEP_PREVIOUS, organizations));
        sessions = caches.open(of("sessions", Session.class));
        usersByOrganization = users.index("organization", User::groups);
        sessionsByUser = sessions.index("user", session -> List.of(session.user()));
        caches.awaitReady(Until.PATIENCE); // the indexes are ready as well
        fill();
    }

    private <T> Builder<UUID, T, UUID, T, KafkaCache<UUID, T>> of(String kind, Class<T> type) {
        String topic = broker.topic() + "-" + kind;
        broker.kafka().createTopic(topic, 3, Map.of("cleanup.policy", "compact"));
        return KafkaCache.builder(topic, Codecs.uuid(), JsonCodec.of(type)).readOnly(false);
    }

    /** Nothing orders two topics: organizations are waited for before the users that are judged by them are written. */
    private void fill() {
        get(organizations.putAll(Map.of(TENNIS.id, TENNIS, CHESS.id, CHESS)).all());
        get(organizations.sync());
        get(users.putAll(Map.of(ADA.id, ADA, BOB.id, BOB)).all());
        get(sessions.putAll(Map.of(DESK.id, DESK, WALL.id, WALL)).all());
        get(users.sync());
        get(sessions.sync());
    }

    @AfterEach
    void close() {
        caches.close();
    }

    @Test
    void theSessionsOfAUserAreFoundByAnIndex() {
        assertThat(sessionsByUser.get(ADA.id)).containsExactlyInAnyOrder(DESK, WALL);
        assertThat(sessionsByUser.get(BOB.id)).isEmpty();

        get(sessions.delete(WALL.id).thenCompose(sessions::await)); // whoever waited for a write finds it in the index

        assertThat(sessionsByUser.get(ADA.id)).containsExactly(DESK);
    }

    /** A user is found by each of its groups. */
    @Test
    void theUsersOfAnOrganizationAreFoundByAnIndex() {
        assertThat(usersByOrganization.get(TENNIS.id)).containsExactly(ADA);
        assertThat(usersByOrganization.get(CHESS.id)).containsExactlyInAnyOrder(ADA, BOB);

        User elsewhere = new User(BOB.id, null, "Bob", List.of(TENNIS.id));
        get(users.put(BOB.id, elsewhere).thenCompose(users::await));

        assertThat(usersByOrganization.get(TENNIS.id)).containsExactlyInAnyOrder(ADA, elsewhere);
        assertThat(usersByOrganization.get(CHESS.id)).containsExactly(ADA);
    }

    @Test
    void theGroupsOfAUserAreResolvedThroughTwoCaches() {
        assertThat(groupsOf(WALL)).containsExactly(TENNIS, CHESS);
    }

    /** What one cache shows may refer to what another does not show yet, or any more. */
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

    @Test
    void aUserWhoseGroupDoesNotExistIsRejectedAndTheOneBeforeStays() {
        get(users.put(BOB.id, BOB_ROWS).thenCompose(users::await));

        Entry<UUID, User> bob = Objects.requireNonNull(users.entry(BOB.id));
        Rejection by = Objects.requireNonNull(bob.outdatedBy());
        assertThat(bob.value()).isEqualTo(BOB);
        assertThat(by.reason()).isEqualTo(RejectionReason.INVALID_MUTATION);
        assertThat(by.message()).contains("every group exists");
        assertThat(usersByOrganization.get(CHESS.id)).containsExactlyInAnyOrder(ADA, BOB);
        assertThat(usersByOrganization.get(ROWING.id)).isEmpty();
    }

    /** It is not judged again when its group comes, only when it is written again. */
    @Test
    void aUserThatCameBeforeItsGroupIsAcceptedWhenItIsWrittenAgain() {
        get(users.put(BOB.id, BOB_ROWS).thenCompose(users::await));
        get(organizations.put(ROWING.id, ROWING).thenCompose(organizations::await));
        User meanwhile = users.get(BOB.id);

        get(users.put(BOB.id, BOB_ROWS).thenCompose(users::await));

        assertThat(meanwhile).isEqualTo(BOB);
        assertThat(users.get(BOB.id)).isEqualTo(BOB_ROWS);
        assertThat(usersByOrganization.get(ROWING.id)).containsExactly(BOB_ROWS);
    }

    @Test
    void theyHaveOneStatusAndOneEnd() {
        CachesStatus open = caches.status();

        caches.close();

        assertThat(open.state()).isEqualTo(CacheState.READY);
        assertThat(open.servable()).isTrue();
        assertThat(open.caches().keySet())
                .containsExactlyInAnyOrder(organizations.name(), users.name(), sessions.name());
        assertThat(caches.status().state()).isEqualTo(CacheState.CLOSED);
        get(caches.stopped());
    }
}
