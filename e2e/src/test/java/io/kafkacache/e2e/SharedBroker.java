package io.kafkacache.e2e;

import io.kafkacache.embedded.EmbeddedKafka;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * The broker that all tests share. It creates whatever topic is asked for, so that every test shows that nothing asks that way. As an
 * extension of a class it starts the broker before whatever comes after it looks for leaks.
 */
final class SharedBroker implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
        of(context);
    }

    static EmbeddedKafka of(ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(SharedBroker.class))
                .computeIfAbsent(
                        "broker",
                        key -> EmbeddedKafka.builder()
                                .config("auto.create.topics.enable", "true")
                                .config("quota.window.num", "3") // over the last 3 seconds, not 11
                                .start(),
                        EmbeddedKafka.class);
    }
}
