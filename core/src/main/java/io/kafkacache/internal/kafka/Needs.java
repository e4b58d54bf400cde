package io.kafkacache.internal.kafka;

/** The permissions a request needs, for the message where one is missing. */
record Needs(String topic, String group, String cluster) {
    private static final String NO_GROUP = "access to the group";
    private static final String CLUSTER = "access to the cluster";

    static Needs onTopic(String operation, String topic) {
        return new Needs(operation + " on topic " + topic, NO_GROUP, CLUSTER);
    }

    static Needs onGroup(String operation, String group, String topic) {
        return new Needs("Read on topic " + topic, operation + " on group " + group, CLUSTER);
    }

    /**
     * A producer gets its id where it may write to any topic at all, so one without {@code Write} is denied by the cluster first. Brokers
     * before 2.8 want {@code IdempotentWrite} as well (KIP-679).
     */
    static Needs toWrite(String topic) {
        String needs = "Write on topic " + topic;
        return new Needs(needs, NO_GROUP, needs + ", and before Kafka 2.8 IdempotentWrite on the cluster");
    }

    static Needs toCreate(String topic) {
        String needs = "Create on topic " + topic + " or on the cluster";
        return new Needs(needs, NO_GROUP, needs);
    }
}
