package io.kafkacache.internal.engine;

import io.kafkacache.Interpreter;
import io.kafkacache.View;
import io.kafkacache.internal.driver.Driver.Step;
import io.kafkacache.internal.replay.Fingerprints;
import io.kafkacache.internal.replay.KeySum;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adds up what stood when a generation was complete, beside the reader, so that being ready does not wait for it. An activity of one step. */
final class BaseSum<K, V> implements Step {
    private static final Logger LOG = LoggerFactory.getLogger("io.kafkacache");

    private final String cache;
    private final View<K, V> view;
    private final Interpreter<K, V> interpreter;
    private final int partitions;
    private final Fingerprints fingerprints;
    private final BooleanSupplier wanted;

    BaseSum(
            String cache,
            View<K, V> view,
            Interpreter<K, V> interpreter,
            int partitions,
            Fingerprints fingerprints,
            BooleanSupplier wanted) {
        this.cache = cache;
        this.view = view;
        this.interpreter = interpreter;
        this.partitions = partitions;
        this.fingerprints = fingerprints;
        this.wanted = wanted;
    }

    @Override
    public long run() {
        long[] sums = new long[partitions];
        long[] leftOut = new long[1];
        try {
            view.forEach(entry -> {
                if (!wanted.getAsBoolean()) {
                    throw new Unwanted();
                }
                ByteBuffer key = ByteBuffer.wrap(interpreter.encodeKey(entry.key()));
                sums[entry.source().partition()] += KeySum.of(entry, key);
                leftOut[0] += KeySum.leavesOut(entry) ? 1 : 0;
            });
            fingerprints.begunWith(sums, leftOut[0]);
        } catch (Unwanted closed) {
            return END;
        } catch (RuntimeException e) {
            LOG.warn("{}: has no fingerprint, for a key could not be encoded", cache, Wordless.of(e));
        } finally {
            view.close();
        }
        return END;
    }

    private static final class Unwanted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unwanted() {
            super("not wanted any more", null, false, false);
        }
    }
}
