package dev.landfall.core.codec;

import dev.landfall.core.model.Endpoint;
import dev.landfall.core.model.Statement;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the statements of one coded call, as {@link StatementWriter} wrote them. */
final class StatementReader {
  private static final Endpoint[] ENDPOINTS = Endpoint.values();
  private static final int LEAST_ENTRY = 2; // bytes of a key and a value

  private final ByteReader in;
  private final KeyForm key;
  private final UuidText uuid;
  private final CallTexts texts = new CallTexts();
  private @Nullable String sourceRegion; // said last in the call, as the other three
  private @Nullable String operation;
  private @Nullable String modelId;
  private @Nullable String principal;
  private long clock;

  StatementReader(ByteReader in, KeyForm key, UuidText uuid) {
    this.in = in;
    this.key = key;
    this.uuid = uuid;
  }

  /** Event time of the statement that was read last; 0: none was. */
  long clock() {
    return clock;
  }

  String text() {
    return texts.read(in);
  }

  Statement read() {
    int said = in.readUnsigned();
    clock += in.readLong();
    Endpoint endpoint = (said & SaidBits.ENDPOINT) == 0 ? Endpoint.RUNTIME : endpoint();
    String recordId = (said & SaidBits.RECORD_ID) == 0 ? null : recordId(said);
    String source = shared(said, SaidBits.SOURCE_REGION, sourceRegion);
    String called = shared(said, SaidBits.OPERATION, operation);
    String model = shared(said, SaidBits.MODEL, modelId);
    String caller = principal(said);
    sourceRegion = source == null ? sourceRegion : source;
    operation = called == null ? operation : called;
    modelId = model == null ? modelId : model;
    principal = caller == null ? principal : caller;
    String inferenceRegion = text(said & SaidBits.INFERENCE_REGION);
    String errorCode = text(said & SaidBits.ERROR);
    String tier = text(said & SaidBits.TIER);
    SortedMap<String, String> metadata =
        (said & SaidBits.METADATA) == 0 ? Statement.NO_METADATA : metadata();
    return new Statement(
        recordId,
        clock,
        source,
        called,
        endpoint,
        model,
        caller,
        errorCode,
        inferenceRegion,
        number(said & SaidBits.INPUT),
        number(said & SaidBits.OUTPUT),
        number(said & SaidBits.CACHE_READ),
        number(said & SaidBits.CACHE_WRITE),
        number(said & SaidBits.MAX_TOKENS),
        (said & SaidBits.BODY_READ) != 0,
        number(said & SaidBits.LATENCY),
        number(said & SaidBits.FIRST_TOKEN),
        (said & SaidBits.GUARDRAIL) != 0,
        (said & SaidBits.DATA_EVENT) != 0,
        tier,
        flag(said, SaidBits.VPC_SAID, SaidBits.VPC),
        flag(said, SaidBits.BEARER_SAID, SaidBits.BEARER),
        metadata);
  }

  private Endpoint endpoint() {
    int ordinal = in.readUnsigned();
    if (ordinal >= ENDPOINTS.length) {
      throw in.damaged("endpoint " + ordinal);
    }
    return ENDPOINTS[ordinal];
  }

  private String recordId(int said) {
    return (said & SaidBits.RECORD_UUID) == 0
        ? KeyForm.text(in)
        : uuid.text(in.readFixedLong(), in.readFixedLong());
  }

  private @Nullable String shared(int said, int other, @Nullable String last) {
    return (said & other >> SaidBits.SAME) == 0 ? text(said & other) : same(last);
  }

  private String same(@Nullable String text) {
    if (text == null) {
      throw in.damaged("a text as before, where there was none");
    }
    return text;
  }

  private @Nullable String principal(int said) {
    if ((said & SaidBits.SAME_PRINCIPAL) != 0) {
      return same(principal);
    }
    if ((said & SaidBits.PRINCIPAL) == 0) {
      return null;
    }
    String text = KeyForm.text(in);
    return (said & SaidBits.OWN_ROLE) == 0 ? text : key.ownRoles().concat(text);
  }

  private @Nullable String text(int there) {
    return there == 0 ? null : texts.read(in);
  }

  private @Nullable Long number(int there) {
    return there == 0 ? null : in.readLong();
  }

  private static @Nullable Boolean flag(int said, int there, int yes) {
    return (said & there) == 0 ? null : (said & yes) != 0;
  }

  private SortedMap<String, String> metadata() {
    SortedMap<String, String> metadata = new TreeMap<>();
    for (int n = in.readUnsignedCount(LEAST_ENTRY); n > 0; n--) {
      metadata.put(KeyForm.text(in), KeyForm.text(in));
    }
    return metadata;
  }
}
