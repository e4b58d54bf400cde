package io.kafkacache.e2e.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Things to choose from, some more often than others. */
final class Choices<T> {
    private final List<Weighted<T>> all = new ArrayList<>();
    private int total;

    void add(int weight, T choice) {
        total += weight;
        all.add(new Weighted<>(total, choice));
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    int size() {
        return all.size();
    }

    T choose(SplittableRandom random) {
        int dice = random.nextInt(total);
        return all.stream().filter(one -> dice < one.below).findFirst().orElseThrow().choice;
    }

    private record Weighted<T>(int below, T choice) {}
}
