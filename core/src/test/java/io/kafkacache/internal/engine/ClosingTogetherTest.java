package io.kafkacache.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.internal.driver.Driver;
import io.kafkacache.internal.driver.ThreadDriver;
import io.kafkacache.internal.engine.ClosingTogether.Part;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClosingTogetherTest {
    private final ThreadDriver driver = new ThreadDriver("users", null, null);
    private final ThreadDriver threadless = new ThreadDriver(
            "users",
            work -> {
                throw new IllegalStateException("no more threads");
            },
            null);
    private final Set<String> closed = ConcurrentHashMap.newKeySet();
    private final ClosingTogether closing = new ClosingTogether();

    @AfterEach
    void close() {
        driver.close();
        threadless.close();
    }

    private Part part(String name, Driver driver) {
        return new Part(name, driver, false, () -> closed.add(name));
    }

    private Part then(String name, Runnable throwing) {
        return new Part(name, driver, false, () -> {
            closed.add(name);
            throwing.run();
        });
    }

    @Test
    void oneThatThrowsKeepsNoOtherOpen() {
        IllegalStateException first = new IllegalStateException("first");
        InternalError second = new InternalError("second");

        assertThatThrownBy(() -> closing.close(List.of(
                        then("a", () -> {
                            throw first;
                        }),
                        then("b", () -> {
                            throw second;
                        }),
                        part("c", driver),
                        part("d", threadless))))
                .isSameAs(first)
                .hasSuppressedException(second);

        assertThat(closed).containsExactlyInAnyOrder("a", "b", "c", "d");
    }

    @Test
    void allCloseAtTheSameTime() {
        CyclicBarrier meeting = new CyclicBarrier(3);
        Part part = new Part("a", driver, false, () -> {
            try {
                meeting.await(30, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });

        closing.close(List.of(part, part, part));
    }

    @Test
    void whereThereIsNoThreadTheCallersCloses() {
        Thread here = Thread.currentThread();
        Part part = new Part("a", threadless, false, () -> {
            assertThat(Thread.currentThread()).isSameAs(here);
            assertThat(closing.isCloser()).isTrue();
            closed.add("a");
        });

        closing.close(List.of(part));

        assertThat(closed).containsExactly("a");
        assertThat(closing.isCloser()).isFalse();
    }
}
