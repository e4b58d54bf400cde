package io.kafkacache.e2e.cluster;

import org.jspecify.annotations.Nullable;

/** One record that somebody sends. Until it is acknowledged or aborted it may or may not be in the topic. Equal only to itself. */
final class Write {
    private final Ledger ledger;
    private final String key;
    private final @Nullable String value;

    Write(Ledger ledger, String key, @Nullable String value) {
        this.ledger = ledger;
        this.key = key;
        this.value = value;
    }

    String key() {
        return key;
    }

    @Nullable
    String value() {
        return value;
    }

    boolean isTombstone() {
        return value == null;
    }

    /** All in-sync replicas have it, and its transaction, if any, is committed. */
    void acknowledged(int partition, long offset) {
        ledger.of(key).acknowledged(this, new Place(partition, offset));
    }

    /** Its transaction is aborted for certain. */
    void aborted() {
        ledger.of(key).aborted(this);
    }

    @Override
    public String toString() {
        return key + "=" + value;
    }
}
