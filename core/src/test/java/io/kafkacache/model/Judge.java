package io.kafkacache.model;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;

/**
 * A test of this module as a judge of classes that are not those it was compiled with. Only for tests on a scripted log, which leave no thread
 * behind, and need nothing to be done before and after.
 */
final class Judge {
    private final String test;
    private final String method;
    private final Object[] arguments;

    private Judge(String test, String method, Object[] arguments) {
        this.test = test;
        this.method = method;
        this.arguments = arguments;
    }

    /** The test of this name, {@code IndexTest.aName}, with its arguments: of an enum the names of its constants. */
    static Judge of(String name, Object... arguments) {
        String[] parts = name.split("\\.", 2);
        return new Judge(parts[0], parts[1], arguments);
    }

    /** Whether the test is green on these classes. */
    boolean passes(Map<String, byte[]> mutants) throws ReflectiveOperationException {
        Class<?> type = new MutatedClasses(Judge.class.getClassLoader(), mutants).loadClass("io.kafkacache." + test);
        Method judging = Arrays.stream(type.getDeclaredMethods())
                .filter(declared -> declared.getName().equals(method))
                .findFirst()
                .orElseThrow();
        Constructor<?> constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        judging.setAccessible(true);
        try {
            judging.invoke(constructor.newInstance(), converted(judging.getParameterTypes()));
            return true;
        } catch (InvocationTargetException e) {
            return false;
        }
    }

    private Object[] converted(Class<?>[] types) throws ReflectiveOperationException {
        Object[] converted = arguments.clone();
        for (int i = 0; i < converted.length; i++) {
            if (types[i].isEnum()) {
                converted[i] = types[i].getMethod("valueOf", String.class).invoke(null, arguments[i]);
            }
        }
        return converted;
    }

    @Override
    public String toString() {
        return test + "." + method + Arrays.toString(arguments);
    }
}
