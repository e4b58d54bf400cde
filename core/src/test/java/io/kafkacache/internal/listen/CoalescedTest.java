package io.kafkacache.internal.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.Update;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CoalescedTest {
    private final Coalesced<String, String> waiting = new Coalesced<>();
    private int step;

    private int add(List<Update<String, String>> updates) {
        List<ByteBuffer> keys = updates.stream()
                .map(update -> ByteBuffer.wrap(update.key().getBytes(StandardCharsets.UTF_8)))
                .toList();
        return waiting.add(updates, keys, new Mark(++step, Updates.place(step)));
    }

    @Test
    void updatesOfAKeyBecomeOneInThePlaceOfTheLast() {
        Update<String, String> a1 = Updates.put("a", Updates.entry("a", "0", 0, 1), "1", 0, 2);
        Update<String, String> b1 = Updates.put("b", null, "1", 0, 3);
        Update<String, String> a2 = Updates.delete(Objects.requireNonNull(a1.after()), 0, 4);

        assertThat(add(List.of(a1, b1))).isEqualTo(2);
        assertThat(add(List.of(a2))).isZero();
        Signal.Updates<String, String> told = Objects.requireNonNull(waiting.poll());

        assertThat(told.updates())
                .containsExactly(b1, new Update<>("a", a1.before(), null, a2.offset(), a2.timestamp(), a2.cause()));
        assertThat(Objects.requireNonNull(told.mark()).step()).isEqualTo(2);
        assertThat(waiting.poll()).isNull();
    }

    @Test
    void aKeyThatCameAndLeftIsNotTold() {
        Update<String, String> came = Updates.put("a", null, "1", 0, 1);
        Update<String, String> left = Updates.delete(Objects.requireNonNull(came.after()), 0, 2);

        assertThat(add(List.of(came))).isEqualTo(1);
        assertThat(add(List.of(left))).isEqualTo(-1);

        assertThat(waiting.isEmpty()).isTrue();
        assertThat(add(List.of(came, left, Updates.put("a", null, "2", 0, 3)))).isEqualTo(1);
    }

    @Test
    void whatWasTakenIsNotMergedInto() {
        Update<String, String> first = Updates.put("a", null, "1", 0, 1);
        Update<String, String> second = Updates.put("a", first.after(), "2", 0, 2);
        add(List.of(first));
        Signal.Updates<String, String> taken = Objects.requireNonNull(waiting.poll());
        add(List.of(second));

        assertThat(taken.updates()).containsExactly(first);
        assertThat(Objects.requireNonNull(waiting.poll()).updates()).containsExactly(second);
    }
}
