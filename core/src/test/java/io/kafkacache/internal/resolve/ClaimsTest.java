package io.kafkacache.internal.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.Entry;
import io.kafkacache.Source;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Of several claims to a key the latest counts, and what is let go is forgotten. */
class ClaimsTest {
    private final Claims<String, String> claims = new Claims<>();

    private @Nullable Entry<String, String> owner;

    private static Entry<String, String> claim(int partition, long offset, long timestamp) {
        return Entry.of("ann", partition + "@" + offset, new Source("t", "id", partition), offset, timestamp);
    }

    private void change(@Nullable Entry<String, String> former, @Nullable Entry<String, String> next) {
        owner = claims.change("ann", owner, former, next);
    }

    @Test
    void laterIsByTimeThenPartitionThenOffset() {
        List<Entry<String, String>> ascending =
                List.of(claim(1, 9, 1), claim(0, 3, 2), claim(0, 4, 2), claim(1, 0, 2), claim(1, 1, 2), claim(0, 1, 3));
        for (int i = 0; i < 100; i++) {
            List<Entry<String, String>> shuffled = new ArrayList<>(ascending);
            Collections.shuffle(shuffled, new Random(i));
            shuffled.forEach(each -> change(null, each));
            for (int at = ascending.size() - 1; at >= 0; at--) {
                assertThat(owner).isEqualTo(ascending.get(at));
                change(ascending.get(at), null);
            }
            assertThat(owner).isNull();
            assertThat(claims.contested()).isZero();
        }
    }

    @Test
    void randomChangesLeaveTheLatestAndNothingElse() {
        Random random = new Random(7);
        List<Entry<String, String>> standing = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            boolean grows = standing.isEmpty() || random.nextBoolean();
            boolean leaves = !standing.isEmpty() && random.nextInt(3) > 0;
            Entry<String, String> former = leaves ? standing.remove(random.nextInt(standing.size())) : null;
            Entry<String, String> next = grows ? claim(random.nextInt(3), i, random.nextInt(5)) : null;
            if (former == null && next == null) {
                continue;
            }
            if (next != null) {
                standing.add(next);
            }
            change(former, next);

            assertThat(owner).isEqualTo(latest(standing));
            assertThat(claims.contested()).isEqualTo(standing.size() > 1 ? 1 : 0);
        }
    }

    private static @Nullable Entry<String, String> latest(List<Entry<String, String>> standing) {
        return standing.stream()
                .max(Comparator.<Entry<String, String>>comparingLong(Entry::timestampMillis)
                        .thenComparingInt(entry -> entry.source().partition())
                        .thenComparingLong(Entry::offsetInPartition))
                .orElse(null);
    }

    /** As of a resolver that yields one key of every record. */
    @Test
    @Timeout(20)
    void oneKeyMayBeYieldedByVeryMany() {
        int many = 200_000;
        for (int i = 0; i < many; i++) {
            change(null, claim(0, i, 0));
        }
        for (int i = 0; i < many; i++) {
            change(claim(0, i, 0), claim(0, many + i, 0));
        }
        for (int i = 0; i < many; i++) {
            change(claim(0, many + i, 0), null);
        }

        assertThat(owner).isNull();
        assertThat(claims.contested()).isZero();
    }
}
