package dev.landfall.jobs.source;

/** Lines as AWS writes them; names and numbers are invented. */
public final class Logs {
  private Logs() {}

  /** One line of a model invocation log, schemaVersion 1.0. */
  public static String invocation(String requestId) {
    return """
        {"timestamp":"2026-11-02T12:00:00Z","accountId":"111122223333",\
        "identity":{"arn":"arn:aws:sts::111122223333:assumed-role/contact-centre-app/s"},\
        "region":"ap-southeast-6","requestId":"%s","operation":"Converse",\
        "modelId":"au.anthropic.claude-sonnet-4-6","input":{"inputContentType":\
        "application/json","inputTokenCount":200},"output":{"outputContentType":\
        "application/json","outputTokenCount":1000},"inferenceRegion":"ap-southeast-2",\
        "schemaType":"ModelInvocationLog","schemaVersion":"1.0"}
        """
        .formatted(requestId);
  }
}
