package io.kafkacache.testing;

class SortedStoreEncodedKeysContractTest extends SortedStoreContractTest {
    @Override
    protected boolean keysAreBytes() {
        return false;
    }
}
