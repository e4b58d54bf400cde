package io.kafkacache;

/** Which records of Kafka transactions a cache applies. */
public enum Isolation {
    /** Only records of committed transactions; an open transaction holds back what stands behind it. The default. */
    READ_COMMITTED,
    /** Every record, those of aborted transactions included; forgoes convergence and NoGhosts for these. */
    READ_UNCOMMITTED
}
