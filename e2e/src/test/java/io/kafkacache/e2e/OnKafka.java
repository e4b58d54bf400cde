package io.kafkacache.e2e;

import io.kafkacache.testing.LeakCheck;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests on the shared broker that must leave nothing open. The broker comes first, so it is no leak. */
@ExtendWith({SharedBroker.class, LeakCheck.class})
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface OnKafka {}
