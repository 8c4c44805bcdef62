package dev.landfall.ingest.envelope;

import dev.landfall.ingest.scan.Field;
import dev.landfall.ingest.scan.Fields;

/**
 * What a JSON object is, told by its own keys; names of files and streams are never asked.
 *
 * <p>Source: CloudTrail record contents; the invocation log's format; EventBridge's "AWS service
 * events delivered via CloudTrail"; the CloudWatch Logs subscription format; the LookupEvents
 * response; CloudTrail's digest file structure.
 */
public enum RecordKind {
  TRAIL,
  LOG,
  /** {@code detail} is a CloudTrail record. */
  EVENTBRIDGE,
  /** {@code log} is a record, as rule tests of log platforms wrap it. */
  WRAPPED,
  /** {@code logEvents[].message} are records as text. */
  LOG_SUBSCRIPTION,
  /** CloudWatch Logs asks whether we are there. */
  CONTROL_MESSAGE,
  /** {@code Events[].CloudTrailEvent} are records as text. */
  LOOKUP_PAGE,
  /** One event of such a page. */
  LOOKUP_EVENT,
  /** A CloudTrail digest: evidence about files, no record. */
  DIGEST,
  UNKNOWN;

  public static RecordKind of(Fields f) {
    if (has(f, Field.EVENT_SOURCE) || has(f, Field.EVENT_NAME)) {
      return TRAIL;
    }
    if (has(f, Field.EVENT_VERSION) && has(f, Field.USER_IDENTITY)) {
      return TRAIL;
    }
    if (isLog(f)) {
      return LOG;
    }
    return envelope(f);
  }

  private static boolean isLog(Fields f) {
    if (f.is(Field.SCHEMA_TYPE.slot(), "ModelInvocationLog")) {
      return true;
    }
    int known =
        one(f, Field.LOG_REQUEST_ID)
            + one(f, Field.MODEL_ID)
            + one(f, Field.OPERATION)
            + one(f, Field.INPUT)
            + one(f, Field.TIMESTAMP);
    return known >= 3;
  }

  private static RecordKind envelope(Fields f) {
    if (has(f, Field.MESSAGE_TYPE)) {
      String type = f.shared(Field.MESSAGE_TYPE.slot());
      if ("CONTROL_MESSAGE".equals(type)) {
        return CONTROL_MESSAGE;
      }
      boolean data = "DATA_MESSAGE".equals(type) && isArray(f, Field.LOG_EVENTS);
      return data ? LOG_SUBSCRIPTION : UNKNOWN;
    }
    if (isArray(f, Field.EVENTS)) {
      return LOOKUP_PAGE;
    }
    if (f.isString(Field.CLOUDTRAIL_EVENT.slot())) {
      return LOOKUP_EVENT;
    }
    if (isObject(f, Field.DETAIL) && has(f, Field.DETAIL_TYPE)) {
      return EVENTBRIDGE;
    }
    if (isObject(f, Field.WRAPPED_LOG)) {
      return WRAPPED;
    }
    return has(f, Field.DIGEST_END) && isArray(f, Field.DIGEST_FILES) ? DIGEST : UNKNOWN;
  }

  private static boolean has(Fields f, Field field) {
    return f.has(field.slot());
  }

  private static int one(Fields f, Field field) {
    return has(f, field) ? 1 : 0;
  }

  private static boolean isArray(Fields f, Field field) {
    return f.kind(field.slot()) == Fields.ARRAY;
  }

  private static boolean isObject(Fields f, Field field) {
    return f.kind(field.slot()) == Fields.OBJECT;
  }
}
