package io.kafkacache.internal.resolve;

/** A resolver yields what cannot be entries. */
public final class Unresolvable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String what;

    Unresolvable(String yielded) {
        super(yielded, null, false, false);
        this.what = "a value of which the resolver yields " + yielded;
    }

    /** What the record has, as part of a sentence; never what it says. */
    public String what() {
        return what;
    }
}
