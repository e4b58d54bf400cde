package io.kafkacache.internal.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.FailedException;
import io.kafkacache.ListenOptions;
import io.kafkacache.Update;
import io.kafkacache.internal.driver.ThreadDriver;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.SkipException;
import org.testng.annotations.Test;

/**
 * The rules of Reactive Streams, as its own kit checks them. The kit is written for TestNG; here each of its tests is a dynamic one of
 * JUnit. Those that it calls untested do nothing.
 */
class PublisherTckTest {
    @TestFactory
    Stream<DynamicTest> rules() {
        return Arrays.stream(Verification.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .filter(method -> !method.getName().startsWith("untested_"))
                .sorted(Comparator.comparing(Method::getName))
                .map(method -> DynamicTest.dynamicTest(method.getName(), () -> check(method)));
    }

    private static void check(Method rule) throws Throwable {
        Verification verification = new Verification();
        try {
            verification.setUp();
            rule.invoke(verification);
        } catch (InvocationTargetException e) {
            boolean notApplicable =
                    e.getCause() instanceof SkipException && rule.getName().startsWith("optional_");
            if (!notApplicable) {
                throw e.getCause();
            }
        } finally {
            verification.close();
        }
    }

    /** Each subscriber gets a cache of its own, with as many entries as wanted, which is closed once all are told. */
    public static final class Verification extends FlowPublisherVerification<Update<String, String>> {
        private static final long MOST = 5_000;

        private final ThreadDriver driver = new ThreadDriver("users", null, null);
        private final List<Subscriptions<String, String>> opened = new CopyOnWriteArrayList<>();

        Verification() {
            super(new TestEnvironment(1_000, 50));
        }

        @Override
        public Flow.Publisher<Update<String, String>> createFlowPublisher(long elements) {
            return subscriber -> {
                FakeReader reader = open();
                for (int i = 0; i < Math.min(elements, MOST); i++) {
                    reader.batch("k" + i + "=1");
                }
                reader.ready();
                reader.subscriptions
                        .asPublisher(ListenOptions.stateFirst())
                        .subscribe(subscriber == null ? subscriber : new Closing(subscriber, reader, elements));
                reader.betweenBatches();
            };
        }

        @Override
        public Flow.Publisher<Update<String, String>> createFailedFlowPublisher() {
            FakeReader reader = open();
            reader.subscriptions.end(new FailedException("the reader died"));
            return reader.subscriptions.asPublisher(ListenOptions.stateFirst());
        }

        private FakeReader open() {
            FakeReader reader = new FakeReader(driver);
            opened.add(reader.subscriptions);
            return reader;
        }

        void close() {
            for (Subscriptions<String, String> subscriptions : opened) {
                subscriptions.end(null);
                assertThat(subscriptions.awaitEnd(TimeUnit.SECONDS.toNanos(30))).isTrue();
            }
            driver.close();
        }
    }

    /** Closes the cache when the last of its entries has been told. */
    private static final class Closing implements Flow.Subscriber<Update<String, String>> {
        private final Flow.Subscriber<? super Update<String, String>> subscriber;
        private final FakeReader reader;
        private long left;

        Closing(Flow.Subscriber<? super Update<String, String>> subscriber, FakeReader reader, long elements) {
            this.subscriber = subscriber;
            this.reader = reader;
            this.left = elements;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscriber.onSubscribe(subscription);
            closeAtEnd();
        }

        @Override
        public void onNext(Update<String, String> update) {
            subscriber.onNext(update);
            left--;
            closeAtEnd();
        }

        private void closeAtEnd() {
            if (left == 0) {
                reader.subscriptions.end(null);
            }
        }

        @Override
        public void onError(Throwable error) {
            subscriber.onError(error);
        }

        @Override
        public void onComplete() {
            subscriber.onComplete();
        }
    }
}
