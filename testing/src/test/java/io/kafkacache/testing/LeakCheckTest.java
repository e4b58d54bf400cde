package io.kafkacache.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

class LeakCheckTest {
    @Test
    void aThreadLeftBehindFailsItsTest() {
        TestExecutionSummary summary = run(Leaks.LeavesAThread.class);

        assertThat(summary.getTestsFailedCount()).isEqualTo(1);
        assertThat(summary.getFailures().get(0).getException()).hasMessageContaining("thread kafka-cache-users-reader");
        Leaks.LeavesAThread.END.countDown();
    }

    @Test
    void aClientLeftBehindFailsItsClass() {
        TestExecutionSummary summary = run(Leaks.LeavesAClient.class);

        assertThat(summary.getTestsFailedCount()).isZero();
        assertThat(summary.getFailures()).hasSize(1).allSatisfy(failure -> assertThat(failure.getException())
                .hasMessageContaining("thread kafka-admin-client-thread")
                .hasMessageContaining("MBean kafka.admin.client"));
        Leaks.LeavesAClient.close();
    }

    @Test
    void whoClosesAfterAMomentPasses() {
        assertThat(run(Leaks.ClosesLate.class).getTestsSucceededCount()).isEqualTo(1);
    }

    private static TestExecutionSummary run(Class<?> tests) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        Launcher launcher = LauncherFactory.create(LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .build());
        launcher.execute(
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectClass(tests))
                        .build(),
                listener);
        return listener.getSummary();
    }
}
