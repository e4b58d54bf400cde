package io.kafkacache.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * A port that stays ours while no broker listens on it. Asking for a free port, closing the socket and binding again later is
 * a race: any outgoing connection of this machine may be given the port meanwhile, also that of a Kafka client that keeps
 * reconnecting to a stopped broker. So a socket stays bound to it that never listens. Linux lets another socket listen beside
 * it, in this process or in a child, as both have SO_REUSEADDR; connections are refused while none does. Elsewhere the port is
 * let go at once, and the race remains.
 */
final class ReservedPort implements AutoCloseable {
    private static final boolean CAN_HOLD = System.getProperty("os.name").startsWith("Linux");
    private static final int BACKLOG = 50;

    private final InetSocketAddress address;
    private final @Nullable SocketChannel holder;

    private ReservedPort(InetSocketAddress address, @Nullable SocketChannel holder) {
        this.address = address;
        this.holder = holder;
    }

    /**
     * Reserves {@code port}, or any free one for 0.
     *
     * @throws IllegalStateException if somebody else listens on it
     */
    static ReservedPort reserve(String host, int port) {
        InetSocketAddress wanted = new InetSocketAddress(host, port);
        try {
            SocketChannel socket = SocketChannel.open();
            try {
                socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                socket.bind(wanted);
                InetSocketAddress bound = (InetSocketAddress) socket.getLocalAddress();
                if (CAN_HOLD) {
                    return new ReservedPort(bound, socket);
                }
                socket.close();
                return new ReservedPort(bound, null);
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        } catch (IOException e) {
            throw unusable(wanted, e);
        }
    }

    int port() {
        return address.getPort();
    }

    /**
     * Listens on the port; connections queue up until somebody accepts them.
     *
     * @throws IllegalStateException if somebody else listens on it
     */
    ServerSocketChannel listen() {
        return listen(address);
    }

    /** Listens on any free port, for an address that need not be known before or stay the same after. */
    static ServerSocketChannel listenAnywhere(String host) {
        return listen(new InetSocketAddress(host, 0));
    }

    private static ServerSocketChannel listen(InetSocketAddress address) {
        try {
            ServerSocketChannel channel = ServerSocketChannel.open();
            try {
                channel.configureBlocking(false);
                return channel.bind(address, BACKLOG);
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw unusable(address, e);
        }
    }

    private static RuntimeException unusable(InetSocketAddress address, IOException cause) {
        String where = Utils.formatAddress(address.getHostString(), address.getPort());
        if (cause instanceof BindException) {
            return new IllegalStateException(
                    "port " + address.getPort() + " cannot be bound on " + where + " (" + cause.getMessage()
                            + "); choose another port, or 0 for any free one",
                    cause);
        }
        return new UncheckedIOException("cannot bind " + where, cause);
    }

    @Override
    public void close() {
        Utils.closeQuietly(holder, "reserved port " + port());
    }
}
