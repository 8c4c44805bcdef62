package dev.landfall.ingest.cloudtrail;

import dev.landfall.ingest.scan.Field;
import dev.landfall.ingest.scan.Fields;
import dev.landfall.ingest.scan.Items;
import dev.landfall.ingest.scan.Shape;
import dev.landfall.ingest.scan.StringCache;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a trail still records after its selectors were set.
 *
 * <p>Converse and InvokeModel are management events that only read, so a trail without management
 * events, or with write events only, is blind to them. Source: CloudTrail API reference, {@code
 * EventSelector} (defaults: management events included, all of them) and {@code
 * AdvancedEventSelector}, whose field selectors must all match.
 */
final class Selectors {
  static final String NO_MANAGEMENT = "excludes-management-events";
  static final String NO_READS = "excludes-read-events";
  static final String NO_BEDROCK = "excludes-bedrock-events";
  static final String COVERED = "includes-read-events";

  private static final Shape BASIC =
      Shape.ofKeys(List.of("readWriteType", "includeManagementEvents"));
  private static final Shape ADVANCED = Shape.ofKeys(List.of("fieldSelectors"));
  private static final Shape CONDITION = Shape.ofKeys(List.of("field", "equals", "notEquals"));
  private static final String BEDROCK = "bedrock.amazonaws.com";

  private final Fields basicFields;
  private final Fields advancedFields;
  private final Fields conditionFields;
  private final Items basic;
  private final Items advanced;
  private final Items conditions;

  Selectors(int maxDepth, StringCache strings) {
    basicFields = new Fields(2, strings);
    advancedFields = new Fields(1, strings);
    conditionFields = new Fields(3, strings);
    basic = new Items(maxDepth, BASIC, basicFields);
    advanced = new Items(maxDepth, ADVANCED, advancedFields);
    conditions = new Items(maxDepth, CONDITION, conditionFields);
  }

  /** One of the constants above; null where the request names no selectors. */
  @Nullable String describe(Fields f) {
    Coverage covered = new Coverage();
    if (f.kind(Field.PARAM_ADVANCED_SELECTORS.slot()) == Fields.ARRAY) {
      advanced.open(f, Field.PARAM_ADVANCED_SELECTORS.slot());
      while (advanced.next()) {
        covered.add(ofAdvanced());
      }
    } else if (f.kind(Field.PARAM_SELECTORS.slot()) == Fields.ARRAY) {
      basic.open(f, Field.PARAM_SELECTORS.slot());
      while (basic.next()) {
        covered.add(ofBasic());
      }
    } else {
      return null;
    }
    return covered.best;
  }

  private String ofBasic() {
    if (Boolean.FALSE.equals(basicFields.flag(1))) {
      return NO_MANAGEMENT;
    }
    return "WriteOnly".equals(basicFields.shared(0)) ? NO_READS : COVERED;
  }

  private String ofAdvanced() {
    boolean management = false;
    boolean reads = true;
    boolean bedrock = true;
    conditions.open(advancedFields, 0);
    while (conditions.next()) {
      String field = conditionFields.shared(0);
      if ("eventCategory".equals(field)) {
        management = lists(1, "Management");
      } else if ("readOnly".equals(field)) {
        reads = conditionFields.has(1) ? lists(1, "true") : !lists(2, "true");
      } else if ("eventSource".equals(field)) {
        bedrock = conditionFields.has(1) ? lists(1, BEDROCK) : !lists(2, BEDROCK);
      }
    }
    if (!management) {
      return NO_MANAGEMENT;
    }
    return !bedrock ? NO_BEDROCK : reads ? COVERED : NO_READS;
  }

  /** Whether an array of strings holds this text; its elements are short and without escapes. */
  private boolean lists(int slot, String wanted) {
    if (conditionFields.kind(slot) != Fields.ARRAY) {
      return false;
    }
    String text =
        new String(
            conditionFields.bytes(),
            conditionFields.start(slot),
            conditionFields.end(slot) - conditionFields.start(slot),
            java.nio.charset.StandardCharsets.UTF_8);
    return text.contains('"' + wanted + '"');
  }

  /** Any one selector that records an event suffices, so the best of them counts. */
  private static final class Coverage {
    private static final List<String> ORDER = List.of(NO_MANAGEMENT, NO_BEDROCK, NO_READS, COVERED);
    private String best = NO_MANAGEMENT;

    void add(String one) {
      if (ORDER.indexOf(one) > ORDER.indexOf(best)) {
        best = one;
      }
    }
  }
}
