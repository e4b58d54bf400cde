package io.kafkacache.embedded;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.server.ServerSocketFactory;

/**
 * Sockets that listen before the broker is made. The quorum's voters must name the controller's port, so a broker cannot be told
 * "any port"; binding first and handing the bound socket over needs no guess and no retry.
 */
final class ListeningSockets implements ServerSocketFactory, AutoCloseable {
    private final Map<String, ServerSocketChannel> byListener = new LinkedHashMap<>();

    void add(String listener, ServerSocketChannel socket) {
        byListener.put(listener, socket);
    }

    int port(String listener) throws IOException {
        return ((InetSocketAddress) socket(listener).getLocalAddress()).getPort();
    }

    @Override
    public ServerSocketChannel openServerSocket(
            String listenerName, InetSocketAddress address, int listenBacklogSize, int recvBufferSize) {
        return socket(listenerName);
    }

    private ServerSocketChannel socket(String listener) {
        ServerSocketChannel socket = byListener.get(listener);
        if (socket == null) {
            throw new IllegalStateException("no socket was opened for listener " + listener);
        }
        return socket;
    }

    @Override
    public void close() {
        byListener.values().forEach(socket -> Utils.closeQuietly(socket, "listening socket"));
    }
}
