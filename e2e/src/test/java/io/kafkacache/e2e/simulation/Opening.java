package io.kafkacache.e2e.simulation;

import io.kafkacache.Builder;
import io.kafkacache.KafkaCache;
import io.kafkacache.ReadableCache;
import io.kafkacache.ResolvedCache;
import io.kafkacache.codec.Codecs;
import io.kafkacache.e2e.simulation.history.Manner;
import io.kafkacache.e2e.simulation.history.Mapping;
import io.kafkacache.e2e.simulation.history.Sharing;
import io.kafkacache.e2e.simulation.history.Trait;
import io.kafkacache.e2e.simulation.history.WriteRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Opens one cache of a world in its manner. */
final class Opening {
    private final SimulatedCache of;
    private final World world;
    private final Manner manner;
    private final String version;
    private final boolean apart;

    /** {@code apart} is one that is not opened together with others. */
    Opening(SimulatedCache of, World world, Manner manner, boolean apart) {
        this.of = of;
        this.world = world;
        this.manner = manner;
        this.apart = apart;
        this.version = manner.has(Trait.FAILING) ? "failing" : "1";
    }

    ResolvedCache<String, String, String, String> open(int writer) {
        Builder<String, String, String, String, KafkaCache<String, String>> options = options(writer);
        if (manner.has(Trait.MAPPING)) {
            Builder<String, String, String, String, ResolvedCache<String, String, String, String>> mapped =
                    options.mapValues(version, Codecs.utf8(), this::mapped)
                            .filter(version, (key, value) -> Mapping.keeps(value));
            return opened(
                    manner.has(Trait.RESOLVING)
                            ? mapped.resolver(version, Codecs.utf8(), Codecs.utf8(), this::entries)
                                    .filter(version, Sharing::keeps)
                            : mapped);
        }
        return manner.has(Trait.RESOLVING)
                ? opened(options.resolver(version, Codecs.utf8(), Codecs.utf8(), this::entries))
                : opened(options);
    }

    private Builder<String, String, String, String, KafkaCache<String, String>> options(int writer) {
        int first = world.topic().firstPartitions();
        return KafkaCache.builder(world.log().topic(), Codecs.utf8(), Codecs.utf8())
                .log(world.log())
                .name("s" + world.seed() + "-" + of.number())
                .identity("simulation")
                .isolation(manner.isolation())
                .startAt(manner.startAt())
                .haltWhen(manner.breaker())
                .readOnly(false)
                .partitioner((key, partitions) -> Keys.partition(key, writer, first))
                .barrierTimeout(SimulatedCache.BARRIER_TIMEOUT)
                .validateReads(SimulatedTopic.VALID)
                .onRejected(manner.onRejected())
                .store(of);
    }

    private <C extends ResolvedCache<String, String, String, String>> C opened(
            Builder<String, String, String, String, C> options) {
        if (manner.judges()) {
            ReadableCache<String, String> other = manner.has(Trait.JUDGING_BY_OTHERS)
                    ? world.beside().others().cache()
                    : null;
            Judge judge = new Judge(of, world, other);
            if (other == null) {
                options.validateMutations(judge);
            } else {
                options.validateMutations(judge, other);
            }
        }
        if (manner.has(Trait.CHECKING_WRITES)) {
            options.validateWrites(Opening::problems);
        }
        if (manner.has(Trait.WRITING_DEAD_LETTERS)) {
            options.deadLetterWriter(world.beside().letters().writer());
        }
        return apart ? options.open() : world.together().open(of, options);
    }

    private static List<String> problems(String key, String value) {
        if (WriteRule.refuses(value) && WriteRule.throwsAt(value)) {
            throw new IllegalArgumentException("refused");
        }
        return WriteRule.refuses(value) ? List.of("may be written") : List.of();
    }

    private @Nullable String mapped(String value) {
        failAt(value);
        return Mapping.mapped(value);
    }

    private Map<String, String> entries(String key, String value) {
        failAt(value);
        return Shares.of(key, value);
    }

    private void failAt(String value) {
        if (manner.has(Trait.FAILING) && Mapping.fails(value)) {
            throw new IllegalArgumentException("fails");
        }
    }
}
