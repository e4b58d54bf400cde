package io.kafkacache.e2e;

import java.lang.management.ManagementFactory;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;

/** What Kafka's clients measure, as they tell it by JMX. */
final class Meters {
    private Meters() {}

    /** A figure of a consumer's fetches; NaN where there is no such client. */
    static double fetch(String clientId, String figure) throws JMException {
        return figure("kafka.consumer:type=consumer-fetch-manager-metrics,client-id=" + clientId, figure);
    }

    /** How many requests an admin client has sent; NaN where there is no such client. */
    static double questions(String clientId) throws JMException {
        return figure("kafka.admin.client:type=admin-client-metrics,client-id=" + clientId, "request-total");
    }

    private static double figure(String name, String figure) throws JMException {
        try {
            Object value = ManagementFactory.getPlatformMBeanServer().getAttribute(new ObjectName(name), figure);
            return value instanceof Number number ? number.doubleValue() : Double.NaN;
        } catch (InstanceNotFoundException e) {
            return Double.NaN;
        }
    }

    /** Whether there is a client: {@code kind} is consumer or producer. */
    static boolean exists(String kind, String clientId) throws JMException {
        return ManagementFactory.getPlatformMBeanServer()
                .isRegistered(new ObjectName("kafka." + kind + ":type=app-info,id=" + clientId));
    }
}
