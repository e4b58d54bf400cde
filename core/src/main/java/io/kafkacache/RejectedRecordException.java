package io.kafkacache;

/** The newest record of a key was rejected and reads of it fail ({@link OnRejected#FAIL_READS}). Helped by the key's next good record. */
public class RejectedRecordException extends KafkaCacheException {
    private static final long serialVersionUID = 1L;

    private final transient Rejection rejection;

    /**
     * An exception for one rejected record.
     *
     * @param rejection what was rejected and why
     */
    public RejectedRecordException(Rejection rejection) {
        super(rejection.message() + "; " + rejection.reason().option() + " decides what follows", null, true);
        this.rejection = rejection;
    }

    /**
     * What was rejected and why.
     *
     * @return the rejection
     */
    public Rejection rejection() {
        return rejection;
    }
}
