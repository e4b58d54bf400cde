package io.kafkacache.testing;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test, and a test class, that leaves a cache or a Kafka client open: threads named {@code kafka-cache-…}, {@code
 * kafka-admin-client-thread…} or {@code kafka-producer-network-thread…}, or the MBeans under which consumers, producers and admin clients
 * register. What was there before is not counted, so a class may share a cache between its tests; nor is what a {@link KafkaBroker#shared
 * shared broker} keeps open for all of them, or the threads that Kafka's metrics library never ends ({@code metrics-meter-tick-thread-…}).
 *
 * <p>Used by {@code @ExtendWith(LeakCheck.class)}, named before extensions that open something. Threads and MBeans belong to the process:
 * not for classes that run at the same time as others.
 */
public final class LeakCheck implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(LeakCheck.class);
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final List<String> THREADS =
            List.of("kafka-cache-", "kafka-admin-client-thread", "kafka-producer-network-thread");
    private static final List<String> DOMAINS = List.of("kafka.consumer", "kafka.producer", "kafka.admin.client");

    /** Threads and MBeans that stay for the life of the process, whoever was first to cause them. */
    private static final Set<Object> KEPT = ConcurrentHashMap.newKeySet();

    private final Duration grace;

    /** Waits up to 10 seconds for what is still closing. */
    public LeakCheck() {
        this(GRACE);
    }

    LeakCheck(Duration grace) {
        this.grace = grace;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        remember(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        remember(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        check(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        check(context);
    }

    /** Opens what stays open, so that no test is blamed for it. */
    static <T> T keeping(Supplier<T> opening) {
        Before before = new Before(threads(), mBeans());
        T opened = opening.get();
        Before.added(before.threads(), threads()).forEach(KEPT::add);
        Before.added(before.mBeans(), mBeans()).forEach(KEPT::add);
        return opened;
    }

    private static void remember(ExtensionContext context) {
        context.getStore(NAMESPACE).put(context.getUniqueId(), new Before(threads(), mBeans()));
    }

    private void check(ExtensionContext context) {
        Before before = context.getStore(NAMESPACE).get(context.getUniqueId(), Before.class);
        if (before != null) {
            Set<String> left = leftAfterGrace(before);
            if (!left.isEmpty()) {
                throw new AssertionError(context.getDisplayName() + " left open after " + grace + ": " + left);
            }
        }
    }

    private Set<String> leftAfterGrace(Before before) {
        long deadline = System.nanoTime() + grace.toNanos();
        Set<String> left = before.left();
        while (!left.isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(PAUSE.toNanos());
            left = before.left();
        }
        return left;
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> THREADS.stream().anyMatch(thread.getName()::startsWith))
                .collect(Collectors.toSet());
    }

    private static Set<ObjectName> mBeans() {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        return DOMAINS.stream()
                .flatMap(domain -> server.queryNames(pattern(domain), null).stream())
                .collect(Collectors.toSet());
    }

    private static ObjectName pattern(String domain) {
        try {
            return new ObjectName(domain + ":type=app-info,*");
        } catch (MalformedObjectNameException e) {
            throw new IllegalArgumentException(domain + " is no domain of MBeans", e);
        }
    }

    /** What was open before. */
    private record Before(Set<Thread> threads, Set<ObjectName> mBeans) {
        Set<String> left() {
            return Stream.concat(
                            added(threads, LeakCheck.threads()).map(thread -> "thread " + thread.getName()),
                            added(mBeans, LeakCheck.mBeans()).map(name -> "MBean " + name))
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        private static <T> Stream<T> added(Collection<T> before, Collection<T> now) {
            return now.stream().filter(each -> !before.contains(each) && !KEPT.contains(each));
        }
    }
}
