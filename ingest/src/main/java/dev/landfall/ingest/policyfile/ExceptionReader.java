package dev.landfall.ingest.policyfile;

import dev.landfall.core.policy.Places;
import dev.landfall.core.policy.PolicyException;
import dev.landfall.core.policy.Workload;
import dev.landfall.ingest.config.ConfigProblem;
import dev.landfall.ingest.config.Section;
import dev.landfall.ingest.config.Value;
import dev.landfall.ingest.config.Words;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code exceptions:}. Each is for one workload, for named places, and ends. */
final class ExceptionReader {
  private final PlaceReader places;
  private final Map<String, String> workloads = new HashMap<>();

  ExceptionReader(PlaceReader places, List<Workload> workloads) {
    this.places = places;
    workloads.forEach(w -> this.workloads.put(w.id(), w.id()));
    this.workloads.put(Workload.DEFAULT, Workload.DEFAULT);
  }

  List<PolicyException> all(Value value) throws ConfigProblem {
    Set<String> ids = new HashSet<>();
    List<PolicyException> exceptions = new ArrayList<>();
    for (Value item : value.list()) {
      PolicyException exception = exception(item);
      if (!ids.add(exception.id())) {
        throw item.problem("the id '" + exception.id() + "' is taken by an earlier exception");
      }
      exceptions.add(exception);
    }
    return exceptions;
  }

  private PolicyException exception(Value item) throws ConfigProblem {
    Section exception =
        item.section("id", "workload", "regions", "reason", "approver", "approved_on", "expires");
    Places regions = places.places(exception.need("regions"));
    if (regions.everywhere()) {
      throw exception.need("regions").problem("an exception is for named places, not for \"*\"");
    }
    LocalDate approved = exception.need("approved_on").date();
    LocalDate expires = exception.need("expires").date();
    if (expires.isBefore(approved)) {
      throw exception
          .need("expires")
          .problem("it expires on " + expires + ", before its approval on " + approved);
    }
    return new PolicyException(
        exception.need("id").text(Words.ID, Words.AN_ID),
        exception.need("workload").oneOf(workloads),
        regions,
        exception.need("reason").text(),
        exception.need("approver").text(),
        approved,
        expires);
  }
}
