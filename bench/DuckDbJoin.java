import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Properties;

/**
 * What a user would run instead: DuckDB parses both kinds of log with explicit columns and joins
 * them on the request id. Prints one JSON object: seconds, records, rows by pairing.
 *
 * <p>Usage: {@code java -cp '<dist>/lib/*' bench/DuckDbJoin.java DIR THREADS}
 */
public final class DuckDbJoin {
  private static final String JOIN =
      """
      create temp table joined as
      with trail as (
        select r.requestID as request_id, r.eventType as event_type, r.awsRegion as source_region,
               r.errorCode as error_code,
               r.requestParameters.modelId as model_id,
               coalesce(r.additionalEventData.inferenceRegion,
                 r.serviceEventDetails.AdditionalEventData.additionalEntries.inferenceRegion)
                 as inference_region,
               coalesce(r.serviceEventDetails.parentRequestId, r.requestID) as call_id,
               coalesce(r.additionalEventData.outputTokens,
                 r.serviceEventDetails.AdditionalEventData.additionalEntries.outputTokens)
                 as output_tokens
        from (select unnest(Records) as r
              from read_json('%1$s/AWSLogs/*/CloudTrail/*/*/*/*/*.json.gz', format='unstructured',
                maximum_object_size=268435456, ignore_errors=true,
                columns={Records: 'STRUCT(requestID VARCHAR, eventType VARCHAR, eventSource VARCHAR,
                  eventName VARCHAR, awsRegion VARCHAR, errorCode VARCHAR,
                  requestParameters STRUCT(modelId VARCHAR),
                  additionalEventData STRUCT(inferenceRegion VARCHAR, inputTokens BIGINT,
                    outputTokens BIGINT),
                  serviceEventDetails STRUCT(parentRequestId VARCHAR,
                    AdditionalEventData STRUCT(additionalEntries STRUCT(inferenceRegion VARCHAR,
                      inputTokens BIGINT, outputTokens BIGINT))))[]'}))
        where r.eventSource = 'bedrock.amazonaws.com'
      ),
      logs as (
        select requestId as request_id, region, inferenceRegion as inference_region, modelId,
               input.inputTokenCount as input_tokens, output.outputTokenCount as output_tokens
        from read_json('%1$s/AWSLogs/*/BedrockModelInvocationLogs/*/*/*/*/*/*.json.gz',
          format='newline_delimited', ignore_errors=true, maximum_object_size=268435456,
          columns={requestId: 'VARCHAR', region: 'VARCHAR', inferenceRegion: 'VARCHAR',
            modelId: 'VARCHAR', accountId: 'VARCHAR',
            input: 'STRUCT(inputTokenCount BIGINT, cacheReadInputTokenCount BIGINT,
              cacheWriteInputTokenCount BIGINT)',
            output: 'STRUCT(outputTokenCount BIGINT)'})
      )
      select coalesce(trail.call_id, logs.request_id) as request_id,
             coalesce(logs.inference_region, trail.inference_region) as inference_region,
             trail.call_id is not null as has_trail, logs.request_id is not null as has_log,
             coalesce(logs.output_tokens, trail.output_tokens) as output_tokens
      from trail full join logs on trail.call_id = logs.request_id
      """;

  public static void main(String[] args) throws Exception {
    String dir = Path.of(args[0]).toAbsolutePath().normalize().toString().replace("'", "''");
    Properties settings = new Properties();
    settings.setProperty("threads", args.length > 1 ? args[1] : "2");
    try (Connection db = DriverManager.getConnection("jdbc:duckdb:", settings);
        Statement sql = db.createStatement()) {
      sql.execute("set preserve_insertion_order = false");
      long begin = System.nanoTime();
      sql.execute(JOIN.formatted(dir));
      double seconds = (System.nanoTime() - begin) / 1e9;
      try (ResultSet row =
          sql.executeQuery(
              """
              select count(*), count(distinct request_id),
                     count(*) filter (where has_trail and has_log)
              from joined""")) {
        row.next();
        System.out.printf(
            "{\"seconds\":%.3f,\"rows\":%d,\"calls\":%d,\"rows_with_both\":%d}%n",
            seconds, row.getLong(1), row.getLong(2), row.getLong(3));
      }
    }
  }
}
