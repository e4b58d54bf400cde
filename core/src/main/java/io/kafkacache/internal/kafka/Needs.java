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

    /** Brokers before 2.8 want {@code IdempotentWrite} beside {@code Write}; later ones do not (KIP-679). */
    static Needs toWrite(String topic) {
        return new Needs("Write on topic " + topic, NO_GROUP, "IdempotentWrite on the cluster");
    }

    static Needs toCreate(String topic) {
        String needs = "Create on topic " + topic + " or on the cluster";
        return new Needs(needs, NO_GROUP, needs);
    }
}
