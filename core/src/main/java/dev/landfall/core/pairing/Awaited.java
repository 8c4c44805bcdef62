package dev.landfall.core.pairing;

import dev.landfall.core.canary.Canary;
import dev.landfall.core.model.Call;
import dev.landfall.core.model.Endpoint;
import dev.landfall.core.model.Family;
import dev.landfall.core.model.Slot;
import dev.landfall.core.model.Statement;
import dev.landfall.core.model.WitnessKind;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which records of a call are still to come.
 *
 * <p>A success is told by trail and log, and by a completion when it streams; a throttled or denied
 * call and one over mantle by the trail only, since neither is known to write an invocation log. A
 * canary is one record.
 */
public final class Awaited {
  private Awaited() {}

  /** The kinds awaited and not yet here; empty when the call is complete. */
  public static Set<WitnessKind> of(Call call, Expectations expectations) {
    if (Canary.marks(call)) {
      return EnumSet.noneOf(WitnessKind.class);
    }
    Set<Family> families = expectations.of(call.key().account());
    Set<WitnessKind> awaited = EnumSet.noneOf(WitnessKind.class);
    if (families.contains(Family.TRAIL)) {
      awaited.add(WitnessKind.API);
      if (streams(call) && error(call) == null) {
        awaited.add(WitnessKind.COMPLETION);
      }
    }
    if (families.contains(Family.LOG) && logs(call)) {
      awaited.add(WitnessKind.LOG);
    }
    awaited.removeIf(call::has);
    return awaited;
  }

  /** Whether a completion record belongs to the call: its operation streams. */
  public static boolean streams(Call call) {
    return streams(said(call.api()), said(call.completion()), said(call.log()));
  }

  /** The same of what each kind of witness says, the API event before the others. */
  public static boolean streams(
      @Nullable Statement api, @Nullable Statement completion, @Nullable Statement log) {
    if (api != null && streams(api.operation())) {
      return api.endpoint() == Endpoint.RUNTIME;
    }
    if (completion != null && streams(completion.operation())) {
      return completion.endpoint() == Endpoint.RUNTIME;
    }
    return log != null && streams(log.operation()) && log.endpoint() == Endpoint.RUNTIME;
  }

  private static boolean streams(@Nullable String operation) {
    return "ConverseStream".equals(operation) || "InvokeModelWithResponseStream".equals(operation);
  }

  private static boolean logs(Call call) {
    String error = error(call);
    Slot api = call.api();
    boolean mantle = api != null && api.effective().endpoint() == Endpoint.MANTLE;
    return !mantle && !Errors.throttled(error) && !Errors.denied(error);
  }

  /** The first error any witness names, the API event before the others; null: none is named. */
  public static @Nullable String error(Call call) {
    return error(said(call.api()), said(call.completion()), said(call.log()));
  }

  /** The same of what each kind of witness says. */
  public static @Nullable String error(
      @Nullable Statement api, @Nullable Statement completion, @Nullable Statement log) {
    if (api != null && api.errorCode() != null) {
      return api.errorCode();
    }
    if (completion != null && completion.errorCode() != null) {
      return completion.errorCode();
    }
    return log == null ? null : log.errorCode();
  }

  private static @Nullable Statement said(@Nullable Slot slot) {
    return slot == null ? null : slot.effective();
  }
}
