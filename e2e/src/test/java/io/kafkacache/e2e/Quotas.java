package io.kafkacache.e2e;

import io.kafkacache.embedded.EmbeddedKafka;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaAlteration.Op;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.jspecify.annotations.Nullable;

/** Quotas that hold once they are set. */
final class Quotas {
    private Quotas() {}

    /**
     * Sets a client's quota and returns when the broker goes by it. That the quota is acknowledged says only that the controller has it. The
     * broker takes changes over in steps, one after the other; a topic is seen as its step begins. The first topic's may be the quota's own
     * step, the second one's is a later one.
     *
     * @param quota such as {@code consumer_byte_rate}
     * @param rate null for none
     */
    static void set(EmbeddedKafka kafka, String client, String quota, @Nullable Double rate)
            throws ExecutionException, InterruptedException {
        var entity = new ClientQuotaEntity(Map.of(ClientQuotaEntity.CLIENT_ID, client));
        var alteration = new ClientQuotaAlteration(entity, List.of(new Op(quota, rate)));
        kafka.admin().alterClientQuotas(List.of(alteration)).all().get();
        for (int step = 1; step <= 2; step++) {
            String topic = "step-" + Uuid.randomUuid();
            kafka.createTopic(topic, 1, Map.of());
            kafka.admin().deleteTopics(List.of(topic)).all().get();
        }
    }
}
