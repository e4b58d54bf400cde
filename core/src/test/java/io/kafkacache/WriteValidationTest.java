package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.codec.Codecs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Do we accept invalid writes to the topic? What {@code validateWrites} refuses is never sent. */
class WriteValidationTest {
    private static final Validator<String, String> RULES = Validator.<String, String>rule(
                    "has no spaces", (key, value) -> !value.contains(" "))
            .and(Validator.rule("is short", (key, value) -> value.length() < 10));

    @RegisterExtension
    final TestTopic topic = new TestTopic(1);

    private KafkaCache<String, String> writing(Validator<String, String> validator) {
        return topic.openReady(b -> b.readOnly(false).validateWrites(validator));
    }

    private void assertNothingSent() {
        topic.log.runUntilIdle();
        assertThat(topic.log.partition(0).end()).isZero();
    }

    @Test
    void aRefusedPutFailsWithEveryProblemAndNothingIsSent() {
        KafkaCache<String, String> users = writing(RULES);

        Throwable failure = topic.failure(users.put("ann", "a long secret"));

        assertThat(failure)
                .isInstanceOfSatisfying(RejectedWriteException.class, refused -> {
                    assertThat(refused.problems()).containsExactly("has no spaces", "is short");
                    assertThat(refused.retryHelps()).isFalse();
                })
                .hasMessageContaining("users")
                .hasMessageContaining("nothing was sent")
                .hasMessageContaining("has no spaces; is short")
                .hasMessageNotContaining("secret");
        assertNothingSent();
    }

    @Test
    void whatIsAcceptedIsSentAndAnythingMayBeDeleted() {
        KafkaCache<String, String> users = writing(RULES);

        users.put("ann", "Ann").thenCompose(users::await).join();
        String ann = users.get("ann");
        users.delete("ann").thenCompose(users::await).join();

        assertThat(ann).isEqualTo("Ann");
        assertThat(users.get("ann")).isNull();
    }

    @Test
    void ofSeveralPutsEachIsJudgedForItself() {
        KafkaCache<String, String> users = writing(RULES);

        TopicWriter.PutAll<String> puts = users.putAll(Map.of("ann", "Ann", "bob", "B o b"));

        assertThat(topic.failure(Objects.requireNonNull(puts.each().get("bob"))))
                .isInstanceOf(RejectedWriteException.class);
        assertThat(topic.failure(puts.all())).isInstanceOf(RejectedWriteException.class);
        users.await(Objects.requireNonNull(puts.each().get("ann")).join()).join();
        assertThat(TestTopic.contents(users)).isEqualTo(Map.of("ann", "Ann"));
    }

    @Test
    void aWriterAloneIsBoundToo() {
        TopicWriter<String, String> writer =
                topic.closing(topic.builder().validateWrites(RULES).openWriter());

        assertThat(topic.failure(writer.put("ann", "A n n"))).isInstanceOf(RejectedWriteException.class);
        assertNothingSent();
    }

    /** Letting the write pass would make a defect of the validator an open door. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @SuppressWarnings("NullAway") // a validator that breaks its contract
    void aValidatorThatThrowsRefuses(boolean throwing) {
        KafkaCache<String, String> users = writing((key, value) -> {
            if (throwing) {
                throw new IllegalStateException("says secret");
            }
            return null;
        });

        assertThat(topic.failure(users.put("ann", "secret")))
                .isInstanceOfSatisfying(RejectedWriteException.class, refused -> assertThat(refused.problems())
                        .singleElement()
                        .asString()
                        .contains(throwing ? "IllegalStateException" : "NullPointerException"))
                .hasMessageNotContaining("secret");
        assertNothingSent();
    }

    @Test
    void itSeesTheRecordOfAMappedCache() {
        ResolvedCache<String, String, String, Integer> lengths = topic.closing(topic.builder()
                .readOnly(false)
                .validateWrites(RULES)
                .mapValues("length", Codecs.of(Serdes.Integer()), String::length)
                .open());

        assertThat(topic.failure(lengths.put("ann", "A n n"))).isInstanceOf(RejectedWriteException.class);
        lengths.put("bob", "Bob").thenCompose(lengths::await).join();
        lengths.awaitReady(TestTopic.PATIENCE);
        assertThat(lengths.get("bob")).isEqualTo(3);
    }

    @Test
    void theMonitorIsToldAsOfAnyFailedWrite() {
        List<@Nullable Throwable> told = new ArrayList<>();
        KafkaCache<String, String> users =
                topic.openReady(b -> b.readOnly(false).validateWrites(RULES).monitor(new CacheMonitor() {
                    @Override
                    public void written(Duration latency, @Nullable Throwable failure) {
                        told.add(failure);
                    }
                }));

        topic.failure(users.put("ann", "A n n"));

        assertThat(told).singleElement().isInstanceOf(RejectedWriteException.class);
    }

    /** It is not about what stands in the topic, so it counts nothing and judges nothing that is read. */
    @Test
    void whatOthersWroteIsReadAllTheSame() {
        topic.log.append(0, "ann", "A n n");

        KafkaCache<String, String> users = writing(RULES);

        assertThat(users.get("ann")).isEqualTo("A n n");
        assertThat(users.status().rejections().values()).containsOnly(0L);
    }
}
