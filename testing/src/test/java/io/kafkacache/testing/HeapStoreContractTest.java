package io.kafkacache.testing;

import io.kafkacache.StoreFactory;
import io.kafkacache.StoreProvider;
import java.util.Optional;
import java.util.ServiceLoader;

class HeapStoreContractTest extends StoreContractTest {
    @Override
    protected StoreFactory factory() {
        return ServiceLoader.load(StoreProvider.class).stream()
                .map(provider -> provider.get().store("heap"))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow();
    }
}
