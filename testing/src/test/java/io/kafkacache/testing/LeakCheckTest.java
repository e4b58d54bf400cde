package io.kafkacache.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

class LeakCheckTest {
    @Test
    void aThreadLeftBehindFailsItsTest() {
        TestExecutionSummary summary = LaunchedTests.run(Leaks.LeavesAThread.class);

        assertThat(summary.getTestsFailedCount()).isEqualTo(1);
        assertThat(summary.getFailures().get(0).getException()).hasMessageContaining("thread kafka-cache-users-reader");
        Leaks.LeavesAThread.END.countDown();
    }

    @Test
    void aClientLeftBehindFailsItsClass() {
        TestExecutionSummary summary = LaunchedTests.run(Leaks.LeavesAClient.class);

        assertThat(summary.getTestsFailedCount()).isZero();
        assertThat(summary.getFailures()).hasSize(1).allSatisfy(failure -> assertThat(failure.getException())
                .hasMessageContaining("thread kafka-admin-client-thread")
                .hasMessageContaining("MBean kafka.admin.client"));
        Leaks.LeavesAClient.close();
    }

    @Test
    void whoClosesAfterAMomentPasses() {
        assertThat(LaunchedTests.run(Leaks.ClosesLate.class).getTestsSucceededCount())
                .isEqualTo(1);
    }
}
