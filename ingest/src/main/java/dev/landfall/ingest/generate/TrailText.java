package dev.landfall.ingest.generate;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Spells the CloudTrail records of a call.
 *
 * <p>Source: CloudTrail record contents, event version 1.11; Bedrock's pages on logging with
 * CloudTrail for the stream's completion and for the mantle endpoint. Copies of a record are the
 * same bytes, or, as data-event copies, differ in event id and category only.
 */
final class TrailText {
  private static final int REQUEST = 1;
  private static final int API_EVENT = 2;
  private static final int API_COPY = 3;
  private static final int COMPLETION_EVENT = 4;
  private static final int COMPLETION_COPY = 5;
  private static final int COMPLETION_REQUEST = 6;
  private static final int ADDENDUM_EVENT = 7;
  private static final int SHARED = 8;
  private static final byte[] HEAD = JsonBytes.ascii("{\"eventVersion\":\"1.11\",");
  private static final byte[] AGENT =
      JsonBytes.ascii(
          "\",\"userAgent\":\"Boto3/1.42.97 md/Botocore#1.42.97 md/awscrt#0.31.1 ua/2.1"
              + " os/linux#6.1.172-216.329.amzn2023.x86_64 md/arch#x86_64 lang/python#3.12.9"
              + " md/pyimpl#CPython m/D,b,Z cfg/retry-mode#standard Botocore/1.42.97\",");

  private final Identity identity = new Identity();
  private final String canary;

  TrailText(String canary) {
    this.canary = canary;
  }

  static void requestId(JsonBytes out, CallPlan p) {
    out.uuid(p.seed, REQUEST);
  }

  void api(JsonBytes out, CallPlan p, boolean dataCopy) {
    api(out, p, p.apiRegion, dataCopy ? API_COPY : API_EVENT, dataCopy);
    if (p.lateTrail && !dataCopy) {
      out.text(",\"addendum\":{\"reason\":\"DELIVERY_DELAY\"}");
    }
    out.text("}");
  }

  /** The record that corrects the Region of the API event. */
  void addendum(JsonBytes out, CallPlan p) {
    api(out, p, p.amendedRegion, ADDENDUM_EVENT, false);
    out.text(
        ",\"addendum\":{\"reason\":\"UPDATED_DATA\",\"updatedFields\":\"additionalEventData\"");
    out.text(",\"originalRequestID\":\"").uuid(p.seed, REQUEST);
    out.text("\",\"originalEventID\":\"").uuid(p.seed, API_EVENT).text("\"}}");
  }

  void completion(JsonBytes out, CallPlan p, boolean dataCopy) {
    head(out, p, p.completionSecond(), "bedrock.amazonaws.com");
    out.text("\"requestID\":\"").uuid(p.seed, COMPLETION_REQUEST);
    out.text("\",\"eventID\":\"").uuid(p.seed, dataCopy ? COMPLETION_COPY : COMPLETION_EVENT);
    out.text("\",\"readOnly\":true,\"eventType\":\"AwsServiceEvent\",");
    recipient(out, p);
    out.text("\"serviceEventDetails\":{\"parentRequestId\":\"").uuid(p.seed, REQUEST);
    out.text("\",\"AdditionalEventData\":{\"additionalEntries\":{");
    entries(out, p, p.completionRegion, p.completionTokens);
    out.text("}}},");
    resources(out, p);
    out.text(dataCopy ? ",\"managementEvent\":false,\"eventCategory\":\"Data\"}" : "}");
  }

  private void api(
      JsonBytes out, CallPlan p, @Nullable String region, int eventSalt, boolean dataCopy) {
    boolean mantle = p.lane.kind() == Lane.Kind.MANTLE;
    head(out, p, p.apiSecond(), mantle ? "bedrock-mantle.amazonaws.com" : "bedrock.amazonaws.com");
    if (p.error != null) {
      out.text("\"errorCode\":\"").text(p.error).text("\",\"errorMessage\":\"");
      message(out, p);
      out.text("\",");
    }
    if (mantle) {
      mantleParameters(out, p);
    } else {
      parameters(out, p);
    }
    out.text("\"responseElements\":null,");
    if (region != null || p.apiTokens) {
      out.text("\"additionalEventData\":{");
      entries(out, p, region, p.apiTokens);
      out.text("},");
    }
    out.text("\"requestID\":\"").uuid(p.seed, REQUEST);
    out.text("\",\"eventID\":\"").uuid(p.seed, eventSalt).text("\",\"readOnly\":");
    out.text(mantle ? "false," : "true,");
    if (mantle) {
      out.text("\"resources\":[{\"accountId\":\"").text(p.lane.account());
      out.text("\",\"type\":\"AWS::BedrockMantle::Project\",\"ARN\":\"arn:aws:bedrock-mantle:");
      out.text(p.lane.source()).text(":").text(p.lane.account());
      out.text(":project/proj_4f1a09\"}],");
    } else if (dataCopy) {
      resources(out, p);
      out.text(",");
    }
    ending(out, p, mantle, mantle || dataCopy);
  }

  private static void ending(JsonBytes out, CallPlan p, boolean mantle, boolean data) {
    out.text("\"eventType\":\"AwsApiCall\",\"managementEvent\":").text(data ? "false," : "true,");
    recipient(out, p);
    out.text("\"sharedEventID\":\"").uuid(p.seed, SHARED);
    out.text("\",\"eventCategory\":\"").text(data ? "Data" : "Management");
    out.text("\",\"tlsDetails\":{\"tlsVersion\":\"TLSv1.3\",\"cipherSuite\":");
    out.text("\"TLS_AES_128_GCM_SHA256\",\"clientProvidedHostHeader\":\"");
    out.text(mantle ? "bedrock-mantle." : "bedrock-runtime.").text(p.lane.source());
    out.text(mantle ? ".api.aws\"}" : ".amazonaws.com\"}");
  }

  private void head(JsonBytes out, CallPlan p, long second, String source) {
    out.raw(HEAD).raw(identity.member(p.lane.account(), p.lane.role(), p.session));
    out.text(",\"eventTime\":\"").instant(second);
    out.text("\",\"eventSource\":\"").text(source);
    out.text("\",\"eventName\":\"").text(p.op.text);
    out.text("\",\"awsRegion\":\"").text(p.lane.source());
    out.text("\",\"sourceIPAddress\":\"10.0.").number(p.seed >>> 40 & 127).text(".");
    out.number(p.seed >>> 48 & 255).raw(AGENT);
  }

  private static void parameters(JsonBytes out, CallPlan p) {
    out.text("\"requestParameters\":{\"modelId\":\"").text(p.lane.trailId()).text("\"");
    // The body of an InvokeModel call is not logged, so its limit shows for Converse only.
    if (p.op.converses() && p.maxTokens > 0) {
      out.text(",\"inferenceConfig\":{\"maxTokens\":").number(p.maxTokens).text("}");
    }
    out.text("},");
  }

  private void mantleParameters(JsonBytes out, CallPlan p) {
    out.text("\"requestParameters\":{\"model\":\"").text(p.lane.trailId());
    out.text("\",\"stream\":false,\"service_tier\":\"default\"");
    if (p.metadata) {
      out.text(",\"metadata\":{\"note\":\"").text(canary).text("-METADATA\"}");
    }
    out.text(",\"callWithBearerToken\":true,\"bearerTokenType\":\"ABSK\"},");
  }

  private void message(JsonBytes out, CallPlan p) {
    String error = Objects.requireNonNull(p.error);
    if (error.startsWith("Throttling")) {
      out.text("Too many tokens, please wait before trying again.");
    } else if (error.startsWith("AccessDenied")) {
      out.text("User: ").text(Identity.arn(p.lane.account(), p.lane.role(), p.session));
      out.text(" is not authorized to perform: bedrock:InvokeModel with an explicit deny");
    } else {
      out.text("The provided request could not be served, see \\\"details\\\".");
    }
    if (p.canary()) {
      out.text(" ").text(canary).text("-ERROR");
    }
  }

  private static void entries(
      JsonBytes out, CallPlan p, @Nullable String region, boolean withTokens) {
    if (region != null) {
      out.text("\"inferenceRegion\":\"").text(region).text(withTokens ? "\"," : "\"");
    }
    if (withTokens) {
      out.text("\"inputTokens\":").number(p.input);
      out.text(",\"outputTokens\":").number(p.output);
    }
  }

  private static void resources(JsonBytes out, CallPlan p) {
    String model = p.lane.modelInCompletion();
    out.text("\"resources\":[{\"accountId\":\"").text(p.lane.account());
    out.text("\",\"type\":\"AWS::Bedrock::Model\",\"ARN\":\"arn:aws:bedrock:");
    out.text(p.lane.source()).text("::foundation-model/").text(model).text("\"}]");
  }

  private static void recipient(JsonBytes out, CallPlan p) {
    if (p.saysRecipient()) {
      out.text("\"recipientAccountId\":\"").text(p.lane.account()).text("\",");
    }
  }
}
