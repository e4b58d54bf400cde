package io.kafkacache.internal.heap;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.ByteRange;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FullPassTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 3, 4, 1_000, 10_000, 10_001, Long.MAX_VALUE})
    void aKeyThatLeftAndCameBackMeanwhileIsGivenOnceAsItWasLast(long limit) {
        for (boolean reversed : new boolean[] {false, true}) {
            FullPass<String> pass = new FullPass<>(ByteRange.of(new byte[0], null, reversed, limit));
            for (String met : List.of("c1", "a1", "b1", "a2", "d1", "c2", "d2")) {
                pass.add(new byte[] {(byte) met.charAt(0)}, met);
            }

            List<String> inOrder = reversed ? List.of("d2", "c2", "b1", "a2") : List.of("a2", "b1", "c2", "d2");
            List<String> given = new ArrayList<>();
            pass.inOrder().forEachRemaining(given::add);
            assertThat(given).isEqualTo(inOrder.subList(0, (int) Math.min(limit, 4)));
        }
    }
}
