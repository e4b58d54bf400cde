package io.kafkacache.e2e;

import static io.kafkacache.e2e.Until.until;

import io.kafkacache.Builder;
import io.kafkacache.KafkaCache;
import io.kafkacache.codec.Codecs;
import io.kafkacache.embedded.EmbeddedKafka;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringSerializer;

/** A broker on which one user has to log in and may do what it is allowed, and the administrator beside it, who may do everything. */
final class SecureBroker implements AutoCloseable {
    static final String PASSWORD = "right-password";

    private static final String USER = "orders";
    private static final Duration SOON = Duration.ofMillis(300);

    private final EmbeddedKafka kafka =
            EmbeddedKafka.builder().user(USER, PASSWORD).start();

    /** A builder of a cache that logs in with this password. It notices changes soon. */
    Builder<String, String, String, String, KafkaCache<String, String>> cache(String topic, String password) {
        return KafkaCache.builder(topic, Codecs.utf8(), Codecs.utf8())
                .bootstrapServers(kafka.bootstrapServers())
                .identity(group(topic))
                .metadataAge(SOON)
                .property("security.protocol", "SASL_PLAINTEXT")
                .property("sasl.mechanism", "SCRAM-SHA-256")
                .property(
                        "sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + USER
                                + "\" password=\"" + password + "\";");
    }

    String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /** The consumer group of the topic's cache. */
    static String group(String topic) {
        return "pod." + topic;
    }

    void createTopic(String topic) {
        kafka.createTopic(topic, 1, Map.of("cleanup.policy", "compact"));
    }

    /** Allows what these rows say, on the topic and its cache's group. */
    void allow(String topic, Collection<Permission> rows) throws Exception {
        for (Permission row : rows) {
            allow(topic, row.resource(), row.operation());
        }
    }

    void allow(String topic, ResourceType resource, AclOperation operation) throws Exception {
        add(acl(topic, resource, operation, AclPermissionType.ALLOW));
    }

    /** Takes a permission away that was given. */
    void takeAway(String topic, ResourceType resource, AclOperation operation) throws Exception {
        remove(acl(topic, resource, operation, AclPermissionType.ALLOW));
    }

    /** Denies what another permission implies. */
    void deny(String topic, ResourceType resource, AclOperation operation) throws Exception {
        add(acl(topic, resource, operation, AclPermissionType.DENY));
    }

    void denyNoMore(String topic, ResourceType resource, AclOperation operation) throws Exception {
        remove(acl(topic, resource, operation, AclPermissionType.DENY));
    }

    void clearAcls() throws Exception {
        kafka.admin().deleteAcls(List.of(AclBindingFilter.ANY)).all().get();
        until("no ACLs", this::acls, () -> acls().isEmpty());
    }

    private void add(AclBinding acl) throws Exception {
        kafka.admin().createAcls(List.of(acl)).all().get();
        until("broker knows " + acl, this::acls, () -> acls().contains(acl));
    }

    private void remove(AclBinding acl) throws Exception {
        kafka.admin().deleteAcls(List.of(acl.toFilter())).all().get();
        until("broker forgets " + acl, this::acls, () -> !acls().contains(acl));
    }

    /** What the broker goes by: the controller takes a change before. */
    private Collection<AclBinding> acls() {
        return done(
                () -> kafka.admin().describeAcls(AclBindingFilter.ANY).values().get());
    }

    private static AclBinding acl(
            String topic, ResourceType resource, AclOperation operation, AclPermissionType permission) {
        String name =
                switch (resource) {
                    case TOPIC -> topic;
                    case GROUP -> group(topic);
                    default -> "kafka-cluster";
                };
        return new AclBinding(
                new ResourcePattern(resource, name, PatternType.LITERAL),
                new AccessControlEntry("User:" + USER, "*", operation, permission));
    }

    void setPassword(String password) {
        ScramCredentialInfo strength = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4096);
        done(() -> kafka.admin()
                .alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(USER, strength, password)))
                .all()
                .get());
    }

    /** Writes as the administrator. */
    void write(String topic, String key, String value) {
        try (KafkaProducer<String, String> producer = producer(Map.of())) {
            done(() -> producer.send(new ProducerRecord<>(topic, key, value)).get());
        }
    }

    /** Writes as the administrator, in a transaction: its marker leaves a hole in the offsets. */
    void writeInTransaction(String topic, String key, String value) {
        try (KafkaProducer<String, String> producer = producer(Map.of("transactional.id", topic))) {
            producer.initTransactions();
            producer.beginTransaction();
            done(() -> producer.send(new ProducerRecord<>(topic, key, value)).get());
            producer.commitTransaction();
        }
    }

    private KafkaProducer<String, String> producer(Map<String, Object> properties) {
        Map<String, Object> all = new HashMap<>(properties);
        all.put("bootstrap.servers", kafka.adminBootstrapServers());
        return new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
    }

    /** The position the topic's cache has committed, or -1. */
    long committed(String topic) {
        if (!groups().contains(group(topic))) {
            return -1;
        }
        OffsetAndMetadata offset = done(() -> kafka.admin()
                        .listConsumerGroupOffsets(group(topic))
                        .partitionsToOffsetAndMetadata()
                        .get())
                .get(new TopicPartition(topic, 0));
        return offset == null ? -1 : offset.offset();
    }

    List<String> groups() {
        return done(() -> kafka.admin().listGroups().all().get().stream()
                .map(GroupListing::groupId)
                .toList());
    }

    boolean hasTopic(String topic) {
        return done(() -> kafka.admin().listTopics().names().get().contains(topic));
    }

    private static <T> T done(Answer<T> answer) {
        try {
            return answer.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        kafka.close();
    }

    private interface Answer<T> {
        T get() throws InterruptedException, ExecutionException;
    }
}
