package io.kafkacache.internal.kafka;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Checks the producer's numbers that depend on each other; Kafka does so only when it makes the client. Stateless. */
final class ProducerTimes {
    private static final int IDEMPOTENT_IN_FLIGHT = 5;

    private ProducerTimes() {}

    /**
     * Makes {@code request.timeout.ms} short enough for {@code delivery.timeout.ms} where the user has not set it.
     *
     * @param merged the properties, changed
     * @param parsed what Kafka made of them
     * @throws IllegalArgumentException where they contradict each other
     */
    static void fit(Map<String, Object> merged, Map<String, Object> parsed) {
        int inFlight = ClientProperties.number(parsed, ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION);
        if (inFlight > IDEMPOTENT_IN_FLIGHT) {
            throw new IllegalArgumentException("producer: " + ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION + "="
                    + inFlight + " must be at most " + IDEMPOTENT_IN_FLIGHT
                    + ", or retried writes could change their order");
        }
        if (ClientProperties.number(parsed, ProducerConfig.RETRIES_CONFIG) == 0) {
            throw new IllegalArgumentException("producer: " + ProducerConfig.RETRIES_CONFIG
                    + "=0 would switch idempotence off; use delivery.timeout.ms to bound how long a write is tried");
        }
        long linger = ClientProperties.number(parsed, ProducerConfig.LINGER_MS_CONFIG);
        int delivery = ClientProperties.number(parsed, ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG);
        int request = ClientProperties.number(parsed, ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG);
        if (delivery >= linger + request) {
            return;
        }
        if (!merged.containsKey(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG) && delivery > linger) {
            merged.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) (delivery - linger));
        } else if (merged.containsKey(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG)) {
            throw new IllegalArgumentException("producer: " + ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG + "=" + delivery
                    + " must be at least linger.ms=" + linger + " plus request.timeout.ms=" + request);
        } else {
            merged.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) Math.min(linger + request, Integer.MAX_VALUE));
        }
    }
}
