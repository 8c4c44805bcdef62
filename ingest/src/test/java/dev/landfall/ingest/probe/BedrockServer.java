package dev.landfall.ingest.probe;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/**
 * A server on loopback that speaks Bedrock Runtime's wire protocol by a script, and writes down
 * when it really did what.
 *
 * <p>Answers are JSON, or {@code application/vnd.amazon.eventstream} with the checksums of AWS's
 * own encoder. The answers' text holds a canary that must be nowhere afterwards.
 */
final class BedrockServer implements AutoCloseable {
  static final String CANARY = "canary-answer-text";

  private final NioEventLoopGroup threads = new NioEventLoopGroup(1);
  private final Channel channel;
  private final Function<Truth, Reply> script;
  private final Map<String, Truth> truths = new ConcurrentHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile long stallFrom = Long.MAX_VALUE;
  private volatile long stallUntil = Long.MAX_VALUE;

  BedrockServer(Function<Truth, Reply> script) {
    this.script = script;
    this.channel =
        new ServerBootstrap()
            .group(threads)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 1024)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel ch) {
                    ch.pipeline()
                        .addLast(
                            new HttpServerCodec(),
                            new HttpObjectAggregator(8 << 20),
                            new Answering(connections.incrementAndGet()));
                  }
                })
            .bind("127.0.0.1", 0)
            .syncUninterruptibly()
            .channel();
  }

  String endpoint() {
    return "http://127.0.0.1:" + ((InetSocketAddress) channel.localAddress()).getPort();
  }

  Truth truth(String requestId) {
    return truths.get(requestId);
  }

  List<Truth> truths() {
    return List.copyOf(truths.values());
  }

  int requests() {
    return truths.size();
  }

  /** Whatever would be done between the two moments is done at the second. */
  void stall(long fromNanos, long untilNanos) {
    stallUntil = untilNanos;
    stallFrom = fromNanos;
  }

  @Override
  public void close() {
    channel.close().syncUninterruptibly();
    threads.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private final class Answering extends SimpleChannelInboundHandler<FullHttpRequest> {
    private final int connection;

    Answering(int connection) {
      this.connection = connection;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
      long now = System.nanoTime();
      Map<String, String> headers = new HashMap<>();
      request
          .headers()
          .forEach(h -> headers.put(h.getKey().toLowerCase(Locale.ROOT), h.getValue()));
      Truth truth =
          new Truth(
              "00000000-0000-4000-8000-%012d".formatted(numbers.incrementAndGet()),
              request.uri(),
              request.content().toString(StandardCharsets.UTF_8),
              headers,
              connection,
              now);
      truths.put(truth.requestId, truth);
      Reply reply = script.apply(truth);
      new Play(context, truth, reply).start();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }

  /** One answer, moment by moment; each moment is planned from the one before as it was planned. */
  private final class Play {
    private final ChannelHandlerContext context;
    private final Truth truth;
    private final Reply reply;
    private long next;

    Play(ChannelHandlerContext context, Truth truth, Reply reply) {
      this.context = context;
      this.truth = truth;
      this.reply = reply;
      this.next = truth.received;
    }

    void start() {
      after(reply.firstByteMs(), this::head);
    }

    private void after(double ms, Runnable work) {
      next += (long) (ms * 1e6);
      if (next >= stallFrom && next < stallUntil) {
        next = stallUntil;
      }
      long wait = next - System.nanoTime();
      if (wait <= 0) {
        work.run();
      } else {
        context.executor().schedule(work, wait, TimeUnit.NANOSECONDS);
      }
    }

    private boolean streams() {
      return truth.path.endsWith("-stream");
    }

    private boolean converses() {
      return truth.path.contains("/converse");
    }

    private void head() {
      HttpResponse head =
          new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(reply.status()));
      head.headers().set("x-amzn-requestid", truth.requestId).set("transfer-encoding", "chunked");
      if (!reply.error().isEmpty()) {
        head.headers()
            .set("x-amzn-errortype", reply.error())
            .set("content-type", "application/json");
        truth.firstByte = System.nanoTime();
        context.write(head);
        end(json("{\"message\":\"" + CANARY + "\"}"));
        return;
      }
      head.headers()
          .set(
              "content-type",
              streams() ? "application/vnd.amazon.eventstream" : "application/json");
      if (!converses() && !streams()) {
        head.headers()
            .set("x-amzn-bedrock-input-token-count", reply.inputTokens())
            .set("x-amzn-bedrock-output-token-count", reply.outputTokens())
            .set("x-amzn-bedrock-invocation-latency", 42);
      }
      truth.firstByte = System.nanoTime();
      context.writeAndFlush(head);
      if (!streams()) {
        after(reply.endMs(), () -> end(json(converses() ? converse() : invoke())));
      } else {
        begin();
        piece(0);
      }
    }

    /** As Anthropic's streams begin: the input in full, and one token of output so far. */
    private void begin() {
      if (!converses()) {
        context.writeAndFlush(
            new DefaultHttpContent(
                chunk(
                    "{\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":%d,\"output_tokens\":1}}}"
                        .formatted(reply.inputTokens()))));
      }
    }

    private void piece(int i) {
      if (reply.cutAfter() == i) {
        context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        context.close();
        return;
      }
      if (i == reply.gapsMs().length) {
        after(reply.endMs(), this::tail);
        return;
      }
      after(
          reply.gapsMs()[i],
          () -> {
            truth.piece(System.nanoTime());
            context.writeAndFlush(
                new DefaultHttpContent(
                    converses()
                        ? event(
                            "contentBlockDelta",
                            "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"" + CANARY + "\"}}")
                        : chunk(
                            "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\""
                                + CANARY
                                + "\"}}")));
            piece(i + 1);
          });
    }

    private void tail() {
      if (!reply.fault().isEmpty()) {
        end(
            message(
                "exception", ":exception-type", reply.fault(), "{\"message\":\"" + CANARY + "\"}"));
      } else if (converses()) {
        end(
            Unpooled.wrappedBuffer(
                event("messageStop", "{\"stopReason\":\"max_tokens\"}"),
                event("metadata", "{\"usage\":" + usage() + ",\"metrics\":{\"latencyMs\":42}}")));
      } else {
        end(
            chunk(
                "{\"type\":\"message_stop\",\"amazon-bedrock-invocationMetrics\":{\"inputTokenCount\":%d,\"outputTokenCount\":%d,\"invocationLatency\":42,\"firstByteLatency\":7}}"
                    .formatted(reply.inputTokens(), reply.outputTokens())));
      }
    }

    private void end(ByteBuf bytes) {
      truth.last = System.nanoTime();
      context.writeAndFlush(new DefaultLastHttpContent(bytes));
    }

    private String usage() {
      return "{\"inputTokens\":%d,\"outputTokens\":%d,\"totalTokens\":%d}"
          .formatted(
              reply.inputTokens(),
              reply.outputTokens(),
              reply.inputTokens() + reply.outputTokens());
    }

    private String converse() {
      return "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"text\":\""
          + CANARY
          + "\"}]}},\"stopReason\":\"max_tokens\",\"usage\":"
          + usage()
          + ",\"metrics\":{\"latencyMs\":42}}";
    }

    private String invoke() {
      return "{\"type\":\"message\",\"content\":[{\"type\":\"text\",\"text\":\"%s\"}],\"usage\":{\"input_tokens\":%d,\"output_tokens\":%d}}"
          .formatted(CANARY, reply.inputTokens(), reply.outputTokens());
    }
  }

  private static ByteBuf json(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
  }

  private static ByteBuf event(String type, String json) {
    return message("event", ":event-type", type, json);
  }

  private static ByteBuf chunk(String json) {
    String bytes = Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    return event("chunk", "{\"bytes\":\"" + bytes + "\"}");
  }

  private static ByteBuf message(String kind, String typeHeader, String type, String json) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Message(
            Map.of(
                ":message-type",
                HeaderValue.fromString(kind),
                typeHeader,
                HeaderValue.fromString(type),
                ":content-type",
                HeaderValue.fromString("application/json")),
            json.getBytes(StandardCharsets.UTF_8))
        .encode(out);
    return Unpooled.wrappedBuffer(out.toByteArray());
  }
}
