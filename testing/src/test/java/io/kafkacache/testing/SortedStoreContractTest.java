package io.kafkacache.testing;

import static io.kafkacache.testing.TestChange.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.StoreFactory;
import io.kafkacache.StoreProvider;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class SortedStoreContractTest extends StoreContractTest {
    @Override
    protected StoreFactory factory() {
        return ServiceLoader.load(StoreProvider.class).stream()
                .map(provider -> provider.get().store("sorted"))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aBatchAppearsAllAtOnceWhenItIsCommitted() {
        replayed();
        apply(at(0, 1, 10).put("a", "1"));
        apply(at(0, 2, 10).put("b", "1"));

        at(0, 3, 10).put("a", "2").applyTo(store());
        at(0, 4, 10).remove("b").applyTo(store());

        assertThat(contents(store())).isEqualTo(Map.of("a", "1", "b", "1"));
        assertThat(store().get("a")).isEqualTo("1");
        commit();
        assertThat(contents(store())).isEqualTo(Map.of("a", "2"));
    }
}
