package io.kafkacache.e2e.simulation;

import org.jspecify.annotations.Nullable;

/** What there is beside the topic of a world, made when it is first needed: the topic by which changes are judged, and that of dead letters. */
final class Beside implements AutoCloseable {
    private final World world;
    private @Nullable Others others;
    private @Nullable Letters letters;

    Beside(World world) {
        this.world = world;
    }

    /** The other topic by which caches judge changes. */
    Others others() {
        Others made = others == null ? new Others(world) : others;
        others = made;
        return made;
    }

    /** The topic to which caches write what they reject. */
    Letters letters() {
        Letters made = letters == null ? new Letters(world) : letters;
        letters = made;
        return made;
    }

    /** Everything that went wrong there is over. */
    void heal() {
        if (others != null) {
            others.cutOff(false);
        }
    }

    /** Tells what has come. */
    void notice() {
        if (letters != null) {
            letters.notice();
        }
    }

    @Override
    public void close() {
        if (others != null) {
            others.close();
        }
        if (letters != null) {
            letters.close();
        }
    }
}
