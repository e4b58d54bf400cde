package io.kafkacache.internal.engine;

import io.kafkacache.CacheOpener;
import io.kafkacache.CacheOptions;
import io.kafkacache.CachesOptions;
import io.kafkacache.KafkaCache;
import io.kafkacache.KafkaCaches;
import io.kafkacache.ResolvedCache;
import io.kafkacache.TopicWriter;
import io.kafkacache.internal.driver.Driver;
import io.kafkacache.internal.kafka.Bootstrap;
import io.kafkacache.internal.kafka.Identity;
import io.kafkacache.internal.kafka.KafkaLogFactory;
import io.kafkacache.internal.log.LogFactory;
import io.kafkacache.internal.log.LogFactory.LogSettings;
import io.kafkacache.internal.log.LogPort;
import io.kafkacache.internal.replay.Progress;
import java.util.function.Function;
import java.util.function.Supplier;

/** Opens caches and writers: takes a name, opens the log, puts the parts together. */
public final class EngineOpener implements CacheOpener {
    @Override
    public <K, V> KafkaCache<K, V> open(CacheOptions<K, V, K, V> options) {
        return opened(new OpenKafkaCache<>(engine(options)));
    }

    @Override
    public <RK, RV, K, V> ResolvedCache<RK, RV, K, V> openResolved(CacheOptions<RK, RV, K, V> options) {
        return opened(new OpenCache<>(engine(options)));
    }

    @Override
    public <RK, RV> TopicWriter<RK, RV> openWriter(CacheOptions<RK, RV, ?, ?> options) {
        CacheNames.Name free = CacheNames.takeForWriter(options.topic(), options.name());
        return named(free, name -> {
            CacheContext cache = context(options, name, identity(options));
            return started(
                    cache,
                    () -> new OpenWriter<>(
                            cache,
                            name,
                            new WriteRules<>(cache, options.validateWrites()),
                            new Outbox<>(cache, options.keyCodec(), options.valueCodec(), null, Progress::none)));
        });
    }

    @Override
    public KafkaCaches several(CachesOptions options) {
        return new OpenCaches(options, KafkaLogFactory.sharing());
    }

    private static <RK, RV, K, V> Engine<RK, RV, K, V> engine(CacheOptions<RK, RV, K, V> options) {
        return named(CacheNames.take(options.topic(), options.name()), name -> {
            String identity = identity(options);
            CacheContext cache = context(options, name, identity);
            return started(cache, () -> new Engine<>(cache, name, name.group(identity), options));
        });
    }

    /** Opens something under a name, which is free again where that fails. */
    private static <T> T named(CacheNames.Name name, Function<CacheNames.Name, T> opening) {
        try {
            return opening.apply(name);
        } catch (RuntimeException | Error e) {
            name.release();
            throw e;
        }
    }

    /** Starts the threads; where one cannot be made, nothing stays open. */
    private static <T> T started(CacheContext cache, Supplier<T> starting) {
        try {
            return starting.get();
        } catch (RuntimeException | Error e) {
            cache.log().close();
            cache.driver().close();
            throw e;
        }
    }

    private static <C extends OpenCache<?, ?, ?, ?>> C opened(C cache) {
        cache.tellOpened();
        return cache;
    }

    private static String identity(CacheOptions<?, ?, ?, ?> options) {
        String given = options.identity();
        return given != null ? given : Identity.of(System.getenv(), Identity::hostName);
    }

    private static LogFactory logs(CacheOptions<?, ?, ?, ?> options) {
        if (options.log() == null) {
            return new KafkaLogFactory();
        }
        if (options.log() instanceof LogFactory scripted) {
            return scripted;
        }
        throw new IllegalArgumentException("log=" + options.log() + " is not a log of this library; use a ScriptedLog");
    }

    private static CacheContext context(CacheOptions<?, ?, ?, ?> options, CacheNames.Name name, String identity) {
        LogFactory logs = logs(options);
        LogPort log = logs.open(new LogSettings(
                options.topic(),
                identity + "." + name.name(),
                options.isolation(),
                Bootstrap.servers(options.bootstrapServers(), System.getenv()),
                options.properties()));
        Driver driver = logs.driver(name.name(), options.threadFactory(), options.callbackExecutor());
        Guard guard = new Guard(name.name(), options.monitor());
        Counters counters = new Counters();
        return new CacheContext(
                name.name(),
                options,
                driver,
                new StepClock(driver),
                log,
                new TopicWatch(driver, log, options.metadataAge().toNanos(), options.createTopic()),
                new TopicIds(),
                new Health(name.name(), guard, counters, driver::callback),
                guard,
                counters,
                new Rejections(name.name(), guard, driver, counters, options),
                new Dependencies(options.validateMutations()));
    }
}
