package io.kafkacache.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.Entry;
import io.kafkacache.Index;
import io.kafkacache.KafkaCache;
import io.kafkacache.KeyRange;
import io.kafkacache.MutationValidator;
import io.kafkacache.OnRejected;
import io.kafkacache.RecordOffset;
import io.kafkacache.RejectedWriteException;
import io.kafkacache.Rejection;
import io.kafkacache.RejectionReason;
import io.kafkacache.ResolvedCache;
import io.kafkacache.Scan;
import io.kafkacache.Snapshot;
import io.kafkacache.TopicWriter;
import io.kafkacache.Validator;
import io.kafkacache.codec.Codecs;
import io.kafkacache.json.JsonCodec;
import io.kafkacache.testing.KafkaBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The Java lines of the guide: they are those of this test, and they run. */
class GuideTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    static final KafkaBroker KAFKA = KafkaBroker.create();

    private final String bootstrapServers = KAFKA.bootstrapServers();
    private final UUID id = UUID.randomUUID();

    /** As in the sample data model. */
    record User(UUID id, @Nullable String email, String displayName, List<UUID> groups) {}

    record Organization(UUID id, String name) {}

    record Session(UUID id, UUID user, String type) {}

    record Company(UUID id, String name, List<String> domains) {}

    private static void create(String... topics) {
        for (String topic : topics) {
            KAFKA.kafka().createTopic(topic, 3, Map.of("cleanup.policy", "compact"));
        }
    }

    private <V> void write(String topic, Class<V> type, Map<UUID, V> values) {
        try (TopicWriter<UUID, V> writer = KafkaCache.builder(topic, Codecs.uuid(), JsonCodec.of(type))
                .bootstrapServers(bootstrapServers)
                .openWriter()) {
            writer.putAll(values).all().join();
        }
    }

    private User user(String name, UUID... groups) {
        return new User(id, null, name, List.of(groups));
    }

    @Test
    void whatMayBeWritten() {
        create("users");
        // shown from here
        Validator<UUID, User> named = Validator.rule(
                "displayName is not empty", (id, user) -> !user.displayName().isBlank());

        KafkaCache<UUID, User> users = KafkaCache.builder("users", Codecs.uuid(), JsonCodec.of(User.class))
                .bootstrapServers(bootstrapServers)
                .readOnly(false)
                .validateWrites(named)
                .open();
        CompletableFuture<RecordOffset> refused = users.put(id, new User(id, null, "", List.of()));
        // fails with a RejectedWriteException that has all problems; nothing was sent
        // to here
        try (users) {
            assertThatThrownBy(refused::join)
                    .hasCauseInstanceOf(RejectedWriteException.class)
                    .hasMessageContaining("displayName is not empty");
        }
    }

    @Test
    void whatMayStandInTheCache() {
        create("readers");
        write("readers", User.class, Map.of(id, user(""), UUID.randomUUID(), user("Ada")));
        Queue<Rejection> alerts = new ConcurrentLinkedQueue<>();
        Validator<UUID, User> named = Validator.rule(
                "displayName is not empty", (id, user) -> !user.displayName().isBlank());
        // shown from here
        KafkaCache<UUID, User> users = KafkaCache.builder("readers", Codecs.uuid(), JsonCodec.of(User.class))
                .bootstrapServers(bootstrapServers)
                .validateReads(named, OnRejected.REMOVE) // the key is absent until its next valid record
                .rejectionListener(alerts::add) // where the record stands and why, never its value
                .open();
        // to here
        try (users) {
            users.awaitReady(PATIENCE);
            assertThat(users.size()).isEqualTo(1);
            assertThat(users.get(id)).isNull();
            Until.holds("the rejection is told", () -> !alerts.isEmpty());
            assertThat(alerts).singleElement().satisfies(rejection -> assertThat(rejection.message())
                    .contains("displayName is not empty"));
        }
    }

    @Test
    void whatMayChange() {
        create("organizations", "members");
        Organization acme = new Organization(UUID.randomUUID(), "Acme");
        UUID unknown = UUID.randomUUID();
        UUID other = UUID.randomUUID();
        write("organizations", Organization.class, Map.of(acme.id(), acme));
        write("members", User.class, Map.of(id, user("Ada", acme.id()), other, user("Bob", unknown)));
        // shown from here
        KafkaCache<UUID, Organization> organizations = KafkaCache.builder(
                        "organizations", Codecs.uuid(), JsonCodec.of(Organization.class))
                .bootstrapServers(bootstrapServers)
                .open();
        MutationValidator<UUID, User> grouped =
                MutationValidator.rule("every group exists", change -> change.after().value().groups().stream()
                        .allMatch(organizations::contains));

        KafkaCache<UUID, User> users = KafkaCache.builder("members", Codecs.uuid(), JsonCodec.of(User.class))
                .bootstrapServers(bootstrapServers)
                .validateMutations(grouped, OnRejected.KEEP_PREVIOUS, organizations) // ready before a user is judged
                .open();
        // to here
        try (organizations;
                users) {
            users.awaitReady(PATIENCE);
            assertThat(users.contains(id)).isTrue();
            assertThat(users.contains(other)).isFalse();
            assertThat(users.status().rejections()).containsEntry(RejectionReason.INVALID_MUTATION, 1L);
        }
    }

    @Test
    void findingEntries() {
        create("sessions");
        UUID phone = UUID.randomUUID();
        UUID screen = UUID.randomUUID();
        write(
                "sessions",
                Session.class,
                Map.of(
                        phone,
                        new Session(phone, id, "REGULAR"),
                        screen,
                        new Session(screen, id, "MEETINGSCREEN"),
                        UUID.randomUUID(),
                        new Session(UUID.randomUUID(), UUID.randomUUID(), "REGULAR")));
        List<UUID> page = new ArrayList<>();
        // shown from here
        KafkaCache<UUID, Session> sessions = KafkaCache.builder("sessions", Codecs.uuid(), JsonCodec.of(Session.class))
                .bootstrapServers(bootstrapServers)
                .store("sorted")
                .open();
        Index<UUID, UUID, Session> byUser = sessions.index("user", session -> List.of(session.user()));
        sessions.awaitReady(Duration.ofSeconds(30)); // the index is ready as well

        List<Session> ofUser = byUser.get(id);

        try (Scan<UUID> first = sessions.scanKeys(KeyRange.<UUID>all().limit(100))) {
            first.forEach(page::add); // the next one begins after the last of these
        }
        long regular = 0;
        try (Snapshot<UUID, Session> now = sessions.snapshot().join();
                Scan<Entry<UUID, Session>> all = now.scan(KeyRange.all())) {
            for (Entry<UUID, Session> entry : all) {
                regular += entry.value().type().equals("REGULAR") ? 1 : 0;
            }
        }
        // to here
        try (sessions) {
            assertThat(ofUser).extracting(Session::id).containsExactlyInAnyOrder(phone, screen);
            assertThat(page).hasSize(3);
            assertThat(regular).isEqualTo(2);
        }
    }

    @Test
    void severalThingsInOneRecord() {
        create("companies");
        UUID other = UUID.randomUUID();
        write("companies", Company.class, Map.of(other, new Company(other, "Old Acme", List.of("acme.example"))));
        write("companies", Company.class, Map.of(id, new Company(id, "Acme", List.of("acme.example"))));
        // shown from here
        ResolvedCache<UUID, Company, String, UUID> byDomain = KafkaCache.builder(
                        "companies", Codecs.uuid(), JsonCodec.of(Company.class))
                .bootstrapServers(bootstrapServers)
                .readOnly(false)
                .resolver("domains-1", Codecs.utf8(), Codecs.uuid(), (id, company) -> company.domains().stream()
                        .collect(Collectors.toMap(domain -> domain, domain -> id)))
                .open();
        byDomain.awaitReady(Duration.ofSeconds(30));

        UUID company = byDomain.get("acme.example"); // whose domain it is
        byDomain.put(id, new Company(id, "Acme", List.of("acme.test"))) // writes go by the keys of records
                .thenCompose(byDomain::await)
                .join();
        // now acme.test is there, and acme.example is not, unless another company has it as well
        // to here
        try (byDomain) {
            assertThat(company).isEqualTo(id);
            assertThat(byDomain.get("acme.test")).isEqualTo(id);
            assertThat(byDomain.get("acme.example")).isEqualTo(other);
            byDomain.delete(other).thenCompose(byDomain::await).join();
            assertThat(byDomain.contains("acme.example")).isFalse();
            assertThat(byDomain.size()).isEqualTo(1);
        }
    }

    @Test
    void itShowsTheLinesThatRun() {
        assertThat(Snippets.shownBy(Path.of("docs/guide.md"))).containsExactlyElementsOf(Snippets.of(GuideTest.class));
    }
}
