package io.kafkacache.e2e.simulation;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;

import java.util.Map;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.implementation.FixedValue;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.implementation.MethodCall;
import net.bytebuddy.implementation.StubMethod;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.pool.TypePool;

/**
 * One way to break the cache, and who must notice.
 *
 * @param how what is broken, in words
 * @param validator the simple name of the validator that must turn red
 * @param className the class that is broken
 * @param bytes its other code
 */
record Mutant(String how, String validator, String className, Code bytes) {
    private static final String PACKAGE = "io.kafkacache.";

    /** Has a method answer always the same. */
    static Mutant answering(String how, String validator, String type, String method, Object answer) {
        return intercepting(how, validator, type, method, FixedValue.value(answer));
    }

    /** Has a method do nothing, and answer null, 0 or false. */
    static Mutant doingNothing(String how, String validator, String type, String method) {
        return intercepting(how, validator, type, method, StubMethod.INSTANCE);
    }

    /** Has a method of an object give that object. */
    static Mutant givingItself(String how, String validator, String type, String method) {
        return intercepting(how, validator, type, method, FixedValue.self());
    }

    /** Has a method of one argument do what another one does. */
    static Mutant replaced(String how, String validator, String type, String method, String by) {
        return of(how, validator, type, (builder, broken) -> builder.method(declared(method, broken))
                .intercept(MethodCall.invoke(
                                broken.getDeclaredMethods().filter(named(by)).getOnly())
                        .withArgument(0)));
    }

    /** Has the constructor do something else at its end, as an advice says. */
    static Mutant constructed(String how, String validator, String type, Class<?> advice) {
        return of(
                how,
                validator,
                type,
                (builder, broken) -> builder.visit(Advice.to(advice).on(isConstructor())));
    }

    private static Mutant intercepting(
            String how, String validator, String type, String method, Implementation implementation) {
        return of(how, validator, type, (builder, broken) -> builder.method(declared(method, broken))
                .intercept(implementation));
    }

    /** A method that is not there any more would break nothing, and the mutant be taken for one that nobody sees. */
    private static ElementMatcher<MethodDescription> declared(String method, TypeDescription type) {
        if (type.getDeclaredMethods().filter(named(method)).isEmpty()) {
            throw new IllegalArgumentException(type + " has no method " + method);
        }
        return named(method);
    }

    /** Has a method do something else before or after, as an advice says. */
    static Mutant advised(String how, String validator, String type, String method, Class<?> advice) {
        return of(
                how,
                validator,
                type,
                (builder, broken) -> builder.visit(Advice.to(advice).on(declared(method, broken))));
    }

    private static Mutant of(String how, String validator, String type, Change change) {
        ClassFileLocator classes = ClassFileLocator.ForClassLoader.of(Mutant.class.getClassLoader());
        TypeDescription broken =
                TypePool.Default.of(classes).describe(PACKAGE + type).resolve();
        DynamicType.Builder<?> builder = new ByteBuddy().redefine(broken, classes);
        return new Mutant(
                how,
                validator,
                PACKAGE + type,
                new Code(change.of(builder, broken).make().getBytes()));
    }

    Map<String, byte[]> classes() {
        return Map.of(className, bytes.bytes);
    }

    @Override
    public String toString() {
        return how + ": " + validator;
    }

    /** The code of a class. */
    static final class Code {
        private final byte[] bytes;

        private Code(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    /** How a class becomes another. */
    @FunctionalInterface
    private interface Change {
        DynamicType.Builder<?> of(DynamicType.Builder<?> builder, TypeDescription broken);
    }
}
