package dev.landfall.ingest.probe;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Listens on the SDK's own connections, because the SDK's metrics tell neither name look-up nor
 * connect nor handshake, nor the last byte of a stream.
 *
 * <p>Shape: makes the channels of one SDK client; each carries two listeners, one below TLS for the
 * connection's own times and one above HTTP for the moments of requests. A request is known by the
 * {@code amz-sdk-invocation-id} that the SDK gives it. A cold tap closes each connection after its
 * answer, by treating the answer as one that asked for it. Threads: those of the channels.
 */
final class WireTap implements ChannelFactory<NioSocketChannel> {
  static final String INVOCATION = "amz-sdk-invocation-id";

  private final boolean cold;
  private final Map<String, Timeline> awaited = new ConcurrentHashMap<>();

  WireTap(boolean cold) {
    this.cold = cold;
  }

  /** Marks on this timeline what happens to the invocation, until {@link #forget}. */
  void await(String invocation, Timeline timeline) {
    awaited.put(invocation, timeline);
  }

  void forget(@Nullable String invocation) {
    if (invocation != null) {
      awaited.remove(invocation);
    }
  }

  @Override
  public NioSocketChannel newChannel() {
    NioSocketChannel channel = new NioSocketChannel();
    channel.pipeline().addFirst(new Connection());
    return channel;
  }

  /** The connection's own times. */
  @SuppressWarnings("FutureReturnValueIgnored") // the promise carries the outcome to who asked
  private final class Connection extends ChannelDuplexHandler {
    private long registered;
    private long connecting;
    private @Nullable Long dns;
    private @Nullable Long connect;

    @Override
    public void channelRegistered(ChannelHandlerContext context) {
      registered = System.nanoTime();
      context.fireChannelRegistered();
    }

    @Override
    public void connect(
        ChannelHandlerContext context,
        SocketAddress remote,
        SocketAddress local,
        ChannelPromise promise) {
      connecting = System.nanoTime();
      // The name is looked up between a channel's registration and its connect.
      dns = registered == 0 ? null : (Long) (connecting - registered);
      Requests requests = new Requests(this);
      // The HTTP codec is in place by now; what belongs to single requests comes behind us.
      context.pipeline().addLast(requests);
      context.connect(remote, local, promise);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      connect = System.nanoTime() - connecting;
      context.fireChannelActive();
    }
  }

  /** The moments of the requests that use the connection one after the other. */
  @SuppressWarnings("FutureReturnValueIgnored") // the promise carries the outcome to who asked
  private final class Requests extends ChannelDuplexHandler {
    private final Connection connection;
    private boolean used;
    private @Nullable Long tls;
    private @Nullable Timeline now;

    Requests(Connection connection) {
      this.connection = connection;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      Long connected = connection.connect;
      if (event instanceof SslHandshakeCompletionEvent done && done.isSuccess()) {
        tls = System.nanoTime() - connection.connecting - (connected == null ? 0 : connected);
      }
      context.fireUserEventTriggered(event);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      if (message instanceof HttpRequest request) {
        String invocation = request.headers().get(INVOCATION);
        now = invocation == null ? null : awaited.get(invocation);
        if (now != null) {
          now.onConnection(
              !used,
              used ? null : connection.dns,
              used ? null : connection.connect,
              used ? null : tls);
        }
        used = true;
      }
      context.write(message, promise);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      Timeline timeline = now;
      if (timeline != null) {
        long at = System.nanoTime();
        if (message instanceof HttpResponse) {
          timeline.firstByte(at);
        }
        if (message instanceof HttpContent) {
          timeline.lastByte(at);
        }
      }
      if (cold && message instanceof HttpResponse response) {
        HttpUtil.setKeepAlive(response, false);
      }
      context.fireChannelRead(message);
    }
  }
}
