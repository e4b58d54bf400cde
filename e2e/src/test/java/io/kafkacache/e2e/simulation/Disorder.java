package io.kafkacache.e2e.simulation;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.IntStream;

/**
 * Parts of the reader's work in an order that is wrong. Called from mutated code in packages of the cache, and therefore public; by reflection, for
 * what it works on is not.
 */
@SuppressWarnings("NullAway") // what is not as expected may break, and says so
public final class Disorder {
    private Disorder() {}

    /** Does what {@code Replica.apply} does of what readers see, but tells listeners first. False where there is nothing to disorder. */
    public static boolean tellFirst(Object replica, Object batch) {
        Object reading = get(replica, "read");
        if (reading != get(replica, "seen")) {
            return false;
        }
        Object applier = call(reading, "applier");
        Object generation = call(reading, "generation");
        Object changes = call(applier, "apply", batch, true, call(get(replica, "cache"), "now"));
        Object audience = get(replica, "audience");
        call(get(audience, "subscriptions"), "publish", changes, call(generation, "place"));
        call(generation, "commit");
        call(get(audience, "indexes"), "change", call(changes, "updates"));
        call(replica, "advance");
        Object halt = call(applier, "haltedBy");
        if (halt != null) {
            call(get(replica, "brake"), "halt", halt, !(boolean) call(applier, "mayGoOn"));
        } else {
            call(reading, "lookAtLap");
        }
        return true;
    }

    /** Ends the laps of a rebuild where they begin. False where this is none. */
    public static boolean showAtOnce(Object laps) {
        Object lap = get(laps, "lap");
        Object events = get(laps, "events");
        if (lap == null || get(laps, "former") == null || !(boolean) call(events, "mayEnd")) {
            return false;
        }
        set(laps, "lap", null);
        set(laps, "running", false);
        ((Collection<?>) call(lap, "partitions"))
                .forEach(p -> call(call(get(laps, "generation"), "track", p), "cover"));
        call(events, "over");
        return true;
    }

    private static Object get(Object owner, String name) {
        try {
            return field(owner, name).get(owner);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void set(Object owner, String name, Object value) {
        try {
            field(owner, name).set(owner, value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Field field(Object owner, String name) throws NoSuchFieldException {
        Field field = owner.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    private static Object call(Object owner, String name, Object... arguments) {
        try {
            Method method = Arrays.stream(owner.getClass().getDeclaredMethods())
                    .filter(each -> each.getName().equals(name) && takes(each.getParameterTypes(), arguments))
                    .filter(each -> !each.isBridge())
                    .findFirst()
                    .orElseThrow();
            method.setAccessible(true);
            return method.invoke(owner, arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean takes(Class<?>[] types, Object[] arguments) {
        return types.length == arguments.length
                && IntStream.range(0, types.length)
                        .allMatch(i -> types[i].isPrimitive() || types[i].isInstance(arguments[i]));
    }
}
