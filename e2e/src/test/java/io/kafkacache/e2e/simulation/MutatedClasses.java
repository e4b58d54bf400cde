package io.kafkacache.e2e.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** Loads the classes of kafka-cache and of the simulation once more, and some of them otherwise than they were compiled. */
final class MutatedClasses extends ClassLoader {
    private final Map<String, byte[]> mutants;

    /** {@code mutants} are by the names of their classes. */
    MutatedClasses(ClassLoader original, Map<String, byte[]> mutants) {
        super(original);
        this.mutants = Map.copyOf(mutants);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith("io.kafkacache.")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            byte[] bytes = bytes(name);
            return defineClass(name, bytes, 0, bytes.length);
        }
    }

    private byte[] bytes(String name) throws ClassNotFoundException {
        byte[] mutant = mutants.get(name);
        if (mutant != null) {
            return mutant;
        }
        try (InputStream original = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (original == null) {
                throw new ClassNotFoundException(name);
            }
            return original.readAllBytes();
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
