package dev.landfall.ingest.probe;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.core.probe.ProbeSample;
import dev.landfall.core.probe.TokenPrices;
import dev.landfall.ingest.probe.ProbeOutline.Ask;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One run of a plan, from its first warm-up to its last sample.
 *
 * <p>Open loop: a request is sent when it is due, whatever became of those before it. When as many
 * are in flight as the plan allows, what is due waits its turn, in order, and its wait is part of
 * its time. Threads: one sends, one keeps the books, one measures round trips; the SDK's own bring
 * the answers. Errors: {@link ProbeProblem} where nothing could be sent at all.
 */
public final class ProbeRun {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").withZone(ZoneOffset.UTC);
  private static final long AHEAD = 1_000_000_000L;
  private static final long TICK_MS = 100;
  private static final long ROUND_TRIP_EVERY_MS = 10_000;
  private static final long LEAD = 300_000_000L;

  /** What a run needs. {@code listener} hears of every sample, on any thread. */
  public record Setting(
      Path lake,
      ProbePlan plan,
      Catalogue catalogue,
      PolicyHistory policy,
      Clock clock,
      Listener listener) {}

  /** Hears how a run goes on. */
  @FunctionalInterface
  public interface Listener {
    void sample(ProbeSample sample, int ended, int planned);
  }

  private final Setting setting;
  private final ProbeOutline outline;
  private final String runId;
  private final Sender sender;
  private final Bookkeeper books;
  private final RoundTrips roundTrips;
  private final StopSwitch stop;
  private final RunTally tally;
  private final Semaphore permits;
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicReference<@Nullable Exception> broken = new AtomicReference<>();

  private ProbeRun(
      Setting setting,
      ProbeOutline outline,
      String runId,
      Sender sender,
      Bookkeeper books,
      RoundTrips roundTrips) {
    this.setting = setting;
    this.outline = outline;
    this.runId = runId;
    this.sender = sender;
    this.books = books;
    this.roundTrips = roundTrips;
    this.stop = StopSwitch.of(setting.lake());
    this.tally = new RunTally(setting.plan());
    this.permits = new Semaphore(setting.plan().concurrency());
  }

  /** Runs the plan to its end, or until it is stopped or interrupted. */
  public static RunSummary run(Setting setting) throws ProbeProblem, IOException {
    ProbePlan plan = setting.plan();
    String told = ProbeCredentials.account();
    String account = plan.account() != null ? plan.account() : told;
    ProbeOutline outline =
        ProbeOutline.of(
            plan, account, setting.catalogue(), setting.policy(), setting.clock().millis());
    RoundTrips roundTrips = new RoundTrips(plan.targets());
    refuseUnreachable(roundTrips);
    StopSwitch stop = StopSwitch.of(setting.lake());
    if (stop.isOn()) {
      throw new ProbeProblem(
          "probes are stopped by " + stop.file() + "; 'landfall probe resume' lets them send");
    }
    String runId = newId(setting.clock());
    Path folder = ProbeFolder.of(setting.lake());
    try (ProbeClients clients = new ProbeClients(plan.concurrency(), plan.timeout())) {
      Sender sender =
          new Sender(
              new BedrockCaller(clients, setting.catalogue(), runId, plan.timeout()),
              setting.catalogue(),
              roundTrips,
              runId,
              plan.sha256(),
              account);
      Bookkeeper books =
          new Bookkeeper(
              SpendLedger.in(folder),
              new SampleFiles(folder, runId),
              plan.caps(),
              outline.limits(),
              runId);
      return new ProbeRun(setting, outline, runId, sender, books, roundTrips).run();
    }
  }

  static String newId(Clock clock) {
    return STAMP.format(clock.instant())
        + "-%06x".formatted(ThreadLocalRandom.current().nextInt(1 << 24));
  }

  private static void refuseUnreachable(RoundTrips roundTrips) throws ProbeProblem {
    Map<String, String> faults = roundTrips.measure();
    if (faults.size() == roundTrips.endpoints()) {
      Map.Entry<String, String> first = faults.entrySet().iterator().next();
      throw new ProbeProblem(
          "no endpoint of the plan can be reached: %s: %s. Check the network, a proxy, or 'endpoint' in the plan; '--dry-run' needs no network"
              .formatted(first.getKey(), first.getValue()));
    }
  }

  private RunSummary run() throws ProbeProblem, IOException {
    Instant begunAt = setting.clock().instant();
    Thread network = daemon("probe-network", this::measureNetwork);
    try {
      List<Ask> asks = outline.asks();
      send(asks.subList(0, outline.warmUps()), 0);
      if (!over.get()) {
        send(asks.subList(outline.warmUps(), asks.size()), outline.measureFrom());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      over.set(true);
      network.interrupt();
    }
    failIfBroken();
    return tally.summary(
        runId, begunAt, setting.clock().instant(), outline, books.heldBack(), stop.isOn());
  }

  private void failIfBroken() throws ProbeProblem, IOException {
    Exception e = broken.get();
    if (e instanceof ProbeProblem problem) {
      throw problem;
    }
    if (e instanceof IOException io) {
      throw io;
    }
    if (e != null) {
      throw new IllegalStateException("the books could not be kept", e);
    }
  }

  /** Sends the asks at their due times, which start now at {@code from}; ends with the last one. */
  private void send(List<Ask> asks, long from) throws InterruptedException {
    if (asks.isEmpty()) {
      return;
    }
    long zeroNanos = System.nanoTime() + LEAD - from;
    Instant now = setting.clock().instant();
    long zeroMicros =
        TimeUnit.SECONDS.toMicros(now.getEpochSecond())
            + now.getNano() / 1000
            + (LEAD - from) / 1000;
    Reserved reserved = new Reserved(asks);
    CountDownLatch closing = new CountDownLatch(1);
    Thread keeper = daemon("probe-books", () -> keep(reserved, closing, zeroNanos, zeroMicros));
    try {
      for (Ask ask = reserved.next(); ask != null; ask = reserved.next()) {
        waitUntil(zeroNanos + ask.dueNanos());
        permits.acquire();
        if (stop.isOn() || broken.get() != null) {
          permits.release();
          books.unsent(ask);
          books.heldBack().byStop(1 + reserved.abandon(books));
          over.set(true);
          break;
        }
        shoot(ask, zeroNanos, zeroMicros);
      }
    } finally {
      boolean all = awaitAnswers();
      reserved.abandon(books);
      closing.countDown();
      keeper.join();
      if (!all) {
        broken.compareAndSet(null, new IllegalStateException("an answer neither came nor failed"));
      }
    }
  }

  /** Waits for what is in flight; false: something outlived its own time-out. */
  private boolean awaitAnswers() throws InterruptedException {
    int most = setting.plan().concurrency();
    boolean all =
        permits.tryAcquire(most, setting.plan().timeout().toSeconds() + 15, TimeUnit.SECONDS);
    if (all) {
      permits.release(most);
    }
    return all;
  }

  private void shoot(Ask ask, long zeroNanos, long zeroMicros) {
    PlannedTarget target = ask.target();
    TokenPrices prices = outline.prices().get(target.name());
    if (prices == null) {
      throw new IllegalStateException("no price for " + target.name());
    }
    Sender.Shot shot =
        new Sender.Shot(
            books.id(ask),
            target,
            Prompt.of(target, setting.plan().seed(), ask.number()),
            target.maxTokens(),
            ask.purpose(),
            ask.rate(),
            zeroNanos + ask.dueNanos(),
            zeroMicros + ask.dueNanos() / 1000,
            prices);
    sender.send(
        shot,
        sample -> {
          books.ended(ask, sample);
          int ended = tally.add(sample);
          setting.listener().sample(sample, ended, outline.asks().size());
          permits.release();
        });
  }

  private void keep(Reserved reserved, CountDownLatch closing, long zeroNanos, long zeroMicros) {
    try {
      boolean goesOn = true;
      while (goesOn) {
        List<Ask> soon = reserved.dueBefore(System.nanoTime() + AHEAD - zeroNanos);
        if (!soon.isEmpty()) {
          reserved.granted(books.reserve(soon, zeroMicros / 1000));
          if (books.heldBack().end()) {
            books.heldBack().rest(reserved.cut());
            over.set(true);
          }
        }
        // Never by interrupt: it would close the journal under the hand that writes it.
        goesOn = !closing.await(TICK_MS, TimeUnit.MILLISECONDS);
        books.tick(setting.clock().millis(), !goesOn);
      }
    } catch (IOException | ProbeProblem | RuntimeException | InterruptedException e) {
      broken.compareAndSet(null, e);
      reserved.fail();
    }
  }

  private void measureNetwork() {
    try {
      while (!over.get()) {
        Thread.sleep(ROUND_TRIP_EVERY_MS);
        roundTrips.measure();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the run is over
    }
  }

  private static void waitUntil(long nanos) throws InterruptedException {
    for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  private static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Asks on their way from the plan through the books to the sender, in order. */
  private static final class Reserved {
    private final List<Ask> asks;
    private final List<Ask> ready = new ArrayList<>();
    private int looked;
    private int taken;
    private boolean reserving;
    private boolean cut;

    Reserved(List<Ask> asks) {
      this.asks = asks;
    }

    synchronized List<Ask> dueBefore(long nanos) {
      int from = looked;
      while (!cut && looked < asks.size() && asks.get(looked).dueNanos() < nanos) {
        looked++;
      }
      reserving = looked > from;
      return asks.subList(from, looked);
    }

    synchronized void granted(List<Ask> granted) {
      ready.addAll(granted);
      reserving = false;
      notifyAll();
    }

    /** The next one that may be sent; null: there is none any more. Waits for the books. */
    synchronized @Nullable Ask next() throws InterruptedException {
      while (taken == ready.size()) {
        if (!reserving && (cut || looked == asks.size())) {
          return null;
        }
        wait(20);
      }
      return ready.get(taken++);
    }

    /** Takes no more from the plan; gives how many were left. */
    synchronized int cut() {
      cut = true;
      notifyAll();
      int left = asks.size() - looked;
      looked = asks.size();
      return left;
    }

    /** What was being reserved is not known to be, so it is not sent. */
    synchronized void fail() {
      reserving = false;
      cut();
    }

    /** Gives back what was reserved and not taken; gives how many will not be sent in all. */
    synchronized int abandon(Bookkeeper books) {
      int left = cut();
      for (; taken < ready.size(); taken++) {
        books.unsent(ready.get(taken));
        left++;
      }
      return left;
    }
  }
}
