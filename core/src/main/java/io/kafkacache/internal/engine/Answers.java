package io.kafkacache.internal.engine;

import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes answers of the log. What a handler throws would otherwise vanish in a future that nobody holds. */
final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger("io.kafkacache");

    private Answers() {}

    /** Has {@code handler} told the value, or the failure with a meaningless value. */
    static <T> void take(CompletableFuture<T> answer, BiConsumer<? super T, ? super @Nullable Throwable> handler) {
        var unused = answer.whenComplete((value, failure) -> {
            try {
                handler.accept(value, failure);
            } catch (RuntimeException | Error e) {
                LOG.error("an answer could not be handled", e);
                throw e;
            }
        });
    }
}
