package io.kafkacache.testing;

class HeapStoreEncodedKeysContractTest extends HeapStoreContractTest {
    @Override
    protected boolean keysAreBytes() {
        return false;
    }
}
