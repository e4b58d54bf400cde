package io.kafkacache.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The main class of a broker in a JVM of its own. It ends cleanly on SIGTERM, and at once when its standard input ends, which
 * happens however its parent dies.
 */
final class BrokerProcess {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerProcess.class);

    private BrokerProcess() {}

    /**
     * Runs a broker until the process is ended.
     *
     * @param args the file of the broker's settings, the cluster id, and a file to make when clients may come
     */
    public static void main(String[] args) {
        Thread watcher = new Thread(BrokerProcess::endWithParent, "parent-watcher");
        watcher.setDaemon(true);
        watcher.start();
        try {
            run(Path.of(args[0]), args[1], Path.of(args[2]));
        } catch (Exception | LinkageError e) {
            e.printStackTrace();
            // Not exit: the hook would wait for a broker that never started.
            Runtime.getRuntime().halt(1);
        }
    }

    private static void run(Path settings, String clusterId, Path ready) throws Exception {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(settings)) {
            properties.load(in);
        }
        KafkaConfig config = KafkaConfig.fromProps(properties);
        BrokerFolder.format(Path.of(config.metadataLogDir()), config.nodeId(), clusterId);
        KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "broker-shutdown"));
        server.startup();
        Files.createFile(ready);
        server.awaitShutdown();
    }

    private static void endWithParent() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            LOG.warn("standard input failed, which counts as its end", e);
        }
        Runtime.getRuntime().halt(1);
    }
}
