package io.kafkacache.e2e.cluster;

import io.kafkacache.KeyPartitioner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Writes in transactions and aborts some of them. One step at a time. */
final class TransactionalWriter implements Writer {
    private static final int MOST_AT_ONCE = 6;
    private static final int ONE_DELETION_IN = 5;
    private static final int ONE_ABORT_IN = 4;

    private final Run run;
    private final KeyPartitioner partitioner = Keys.partitioner(KeyPartitioner.murmur2());
    private final Random random;
    private @Nullable KafkaProducer<String, String> producer;

    TransactionalWriter(Run run, long seed) {
        this.run = run;
        this.random = new Random(seed);
    }

    @Override
    public void step() {
        run.topic().write(ledger -> {
            try {
                write(ledger, open());
            } catch (KafkaException | ExecutionException e) {
                run.findings().count("transactional failed, " + e.getClass().getSimpleName());
                close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private KafkaProducer<String, String> open() {
        KafkaProducer<String, String> open = producer;
        if (open == null) {
            open = PlainWriter.open(run, Map.of("transactional.id", "transactional", "transaction.timeout.ms", 15_000));
            producer = open;
            open.initTransactions();
        }
        return open;
    }

    private void write(Ledger ledger, KafkaProducer<String, String> to)
            throws ExecutionException, InterruptedException {
        Map<Write, Future<RecordMetadata>> sent = new LinkedHashMap<>();
        to.beginTransaction();
        for (int i = random.nextInt(MOST_AT_ONCE); i >= 0; i--) {
            String key = Keys.any(Keys.TRANSACTIONAL, random);
            Write write = random.nextInt(ONE_DELETION_IN) == 0 ? ledger.delete(key) : ledger.put(key, "transactional");
            int partition = partitioner.partition(key.getBytes(StandardCharsets.UTF_8), Keys.FIRST_PARTITIONS);
            sent.put(write, to.send(new ProducerRecord<>(ClusterTopic.NAME, partition, key, write.value())));
        }
        if (random.nextInt(ONE_ABORT_IN) == 0) {
            to.flush();
            to.abortTransaction();
            sent.keySet().forEach(Write::aborted);
            run.findings().count("transactions aborted");
        } else {
            to.commitTransaction();
            for (Map.Entry<Write, Future<RecordMetadata>> each : sent.entrySet()) {
                RecordMetadata place = each.getValue().get();
                if (place.hasOffset()) {
                    each.getKey().acknowledged(place.partition(), place.offset());
                }
            }
            run.findings().count("transactions committed");
        }
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
    }
}
