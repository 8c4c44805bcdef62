package dev.landfall.ingest.probe;

import dev.landfall.core.probe.ProbeAnswer;
import dev.landfall.core.probe.ProbePurpose;
import dev.landfall.core.probe.ProbeSample;
import dev.landfall.core.probe.QuotaBench;
import dev.landfall.core.probe.TokenPrices;
import dev.landfall.ingest.probe.ProbeOutline.Ask;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A real quota on the bench: volleys of small requests through the probe's own books. */
final class BedrockBench implements QuotaBench {
  private static final String SHORT = "Answer with the one word: yes";

  private final PlannedTarget target;
  private final String quota;
  private final long seed;
  private final TokenPrices prices;
  private final long burndown;
  private final Sender sender;
  private final Bookkeeper books;
  private final StopSwitch stop;
  private final Clock clock;
  private final Consumer<String> say;
  private int number;

  BedrockBench(
      PlannedTarget target,
      String quota,
      long seed,
      TokenPrices prices,
      long burndown,
      Sender sender,
      Bookkeeper books,
      StopSwitch stop,
      Clock clock,
      Consumer<String> say) {
    this.target = target;
    this.quota = quota;
    this.seed = seed;
    this.prices = prices;
    this.burndown = burndown;
    this.sender = sender;
    this.books = books;
    this.stop = stop;
    this.clock = clock;
    this.say = say;
  }

  @Override
  public long now() {
    return clock.millis();
  }

  @Override
  public void waitUntil(long epochMillis) throws InterruptedException {
    for (long left = epochMillis - now(); left > 0; left = epochMillis - now()) {
      Thread.sleep(left);
    }
  }

  @Override
  public Volley fire(List<Shot> shots) throws Exception {
    List<Prompt> prompts = new ArrayList<>();
    List<Ask> asks = new ArrayList<>();
    for (Shot shot : shots) {
      Prompt prompt = prompt(shot, number);
      prompts.add(prompt);
      asks.add(ask(shot, prompt, number++));
    }
    reserve(asks);
    List<ProbeSample> samples = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch all = new CountDownLatch(asks.size());
    for (int i = 0; i < asks.size(); i++) {
      Ask ask = asks.get(i);
      sender.send(
          shot(ask, prompts.get(i), shots.get(i)),
          sample -> {
            books.ended(ask, sample);
            samples.add(sample);
            all.countDown();
          });
    }
    all.await();
    books.tick(now(), true);
    Volley volley = volley(samples);
    say.accept(
        "%,d at once: %d answered, %d refused, %d failed"
            .formatted(asks.size(), volley.answered(), volley.throttled(), volley.failed()));
    if (volley.failed() == asks.size()) {
      String code = samples.get(0).answer().errorCode();
      throw new ProbeProblem("no request of a volley was answered or refused: " + code);
    }
    return volley;
  }

  /** All or none: a fence with a gap would say nothing. */
  private void reserve(List<Ask> asks) throws IOException, ProbeProblem {
    if (stop.isOn()) {
      throw new ProbeProblem("stopped by " + stop.file());
    }
    List<Ask> granted = books.reserve(asks, now());
    if (granted.size() < asks.size()) {
      granted.forEach(books::unsent);
      books.tick(now(), true);
      throw new ProbeProblem(
          "the window test ends here: " + books.heldBack().why() + ". Raise the plan's caps");
    }
  }

  private Prompt prompt(Shot shot, int n) {
    int prefix = (int) shot.prefixTokens();
    String own = Filler.common(seed ^ n ^ 0x5A5AL, 8) + '\n' + SHORT;
    return switch (shot.prefix()) {
      case NONE -> new Prompt(null, own);
      case FRESH -> new Prompt(null, n + " " + Filler.common(seed + n, prefix) + '\n' + SHORT);
      case CACHED -> new Prompt(Filler.common(seed, prefix), own);
    };
  }

  private Ask ask(Shot shot, Prompt prompt, int n) {
    long worst = prompt.mostTokens() + shot.maxTokens();
    return new Ask(
        n,
        target,
        ProbePurpose.WINDOW_TEST,
        0,
        0,
        quota,
        shot.prefixTokens() + shot.maxTokens(),
        worst,
        prices.worst(prompt.mostTokens(), shot.maxTokens()));
  }

  private Sender.Shot shot(Ask ask, Prompt prompt, Shot shot) {
    return new Sender.Shot(
        books.id(ask),
        target,
        prompt,
        (int) shot.maxTokens(),
        ProbePurpose.WINDOW_TEST,
        0,
        System.nanoTime(),
        now() * 1000,
        prices);
  }

  private Volley volley(List<ProbeSample> samples) {
    int answered = 0;
    int throttled = 0;
    long settled = 0;
    long read = 0;
    long written = 0;
    for (ProbeSample sample : samples) {
      ProbeAnswer answer = sample.answer();
      answered += answer.errorClass() == null ? 1 : 0;
      throttled += answer.throttled() ? 1 : 0;
      settled +=
          zero(answer.inputTokens())
              + zero(answer.cacheWriteTokens())
              + zero(answer.outputTokens()) * burndown;
      read += zero(answer.cacheReadTokens());
      written += zero(answer.cacheWriteTokens());
    }
    int failed = samples.size() - answered - throttled;
    return new Volley(answered, throttled, failed, settled, read, written);
  }

  private static long zero(@Nullable Long count) {
    return count == null ? 0 : count;
  }
}
