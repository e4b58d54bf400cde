package io.kafkacache.e2e.simulation;

/**
 * One small thing done to a world. It needs no other one: where what it works on is not there, it does nothing, so that any can be left out of a
 * script. Numbers choose among what is there, counted around.
 */
interface Operation {
    void perform(World world);
}
