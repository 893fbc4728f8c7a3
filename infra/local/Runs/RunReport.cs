using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Runs;

namespace DataAggregator.Local.Runs;

/// <summary>What is said about a run when it has ended, and the exit code that says it to scripts.</summary>
internal static class RunReport
{
    /// <summary>0 success, 2 warning, 1 anything else.</summary>
    public static int ExitCode(RunStatus status) => status switch
    {
        RunStatus.Success => 0,
        RunStatus.Warning => 2,
        _ => 1,
    };

    /// <summary>For people.</summary>
    /// <param name="output">Standard output.</param>
    /// <param name="run">The run as it ended.</param>
    /// <param name="guarantees">What its destinations promise.</param>
    /// <param name="elapsed">How long this process was at it.</param>
    public static void WriteText(TextWriter output, Run run, IReadOnlyList<DeliveryGuarantee> guarantees, TimeSpan elapsed)
    {
        var rate = run.Totals.Read / Math.Max(elapsed.TotalSeconds, 0.001);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{run.PipelineName}: {run.Status.ToWord()}{(run.DryRun ? " (dry run, nothing written)" : "")} in {elapsed.TotalSeconds:N1} s, {rate:N0} rows/s"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {run.Totals.Read:N0} read, {run.Totals.Written:N0} written, {run.Totals.Rejected:N0} rejected, {run.Totals.Filtered:N0} filtered"));
        foreach (var (guarantee, name) in guarantees.Zip(Names(guarantees.Count)))
            output.WriteLine(guarantee == DeliveryGuarantee.ExactlyOnce ? $"  {name}: each record exactly once" : $"  {name}: at least once, as it has no ledger of what was delivered; after a crash records may stand there twice");
        if (run.Error is not { } error)
            return;
        output.WriteLine($"  {(error.Step is null ? "" : error.Step + ": ")}{error.Message}");
        if (error.Hint is not null)
            output.WriteLine($"  {error.Hint}");
        if (run.Retryable)
            output.WriteLine("  With --retry it goes on from where it stopped; without, everything is read again.");
    }

    /// <summary>For programs: one object on one line.</summary>
    public static void WriteJson(TextWriter output, Run run, IReadOnlyList<FieldCounts> fields, IReadOnlyList<DeliveryGuarantee> guarantees, IReadOnlyList<Problem> warnings, TimeSpan elapsed) => Write(
        output,
        run.Id,
        run.Status,
        run.Totals,
        elapsed,
        run.Error,
        json =>
        {
            WriteFields(json, fields);
            WriteGuarantees(json, guarantees);
            WriteWarnings(json, warnings);
        });

    /// <summary>For programs, about what never became a run.</summary>
    public static void WriteJson(TextWriter output, RunError error, TimeSpan elapsed) =>
        Write(output, null, RunStatus.Failed, new RunTotals(), elapsed, error, json => WriteFields(json, []));

    private static void Write(TextWriter output, string? runId, RunStatus status, RunTotals totals, TimeSpan elapsed, RunError? error, Action<Utf8JsonWriter> writeFurther)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("run_id", runId);
            json.WriteString("status", status.ToWord());
            json.WriteNumber("records_read", totals.Read);
            json.WriteNumber("records_written", totals.Written);
            json.WriteNumber("records_rejected", totals.Rejected);
            json.WriteNumber("records_filtered", totals.Filtered);
            json.WriteNumber("duration_ms", (long)elapsed.TotalMilliseconds);
            writeFurther(json);
            if (error is not null)
                WriteError(json, error);
            json.WriteEndObject();
        }
        output.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.ToArray()));
    }

    private static void WriteFields(Utf8JsonWriter json, IReadOnlyList<FieldCounts> fields)
    {
        json.WriteStartArray("fields");
        foreach (var field in fields)
        {
            json.WriteStartObject();
            json.WriteString("name", field.Field);
            json.WriteNumber("coerced", field.Coerced);
            json.WriteNumber("rejected", field.Rejected);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteGuarantees(Utf8JsonWriter json, IReadOnlyList<DeliveryGuarantee> guarantees)
    {
        json.WriteStartArray("destinations");
        foreach (var (guarantee, name) in guarantees.Zip(Names(guarantees.Count)))
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("delivery_guarantee", guarantee == DeliveryGuarantee.ExactlyOnce ? "exactly_once" : "at_least_once");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteWarnings(Utf8JsonWriter json, IReadOnlyList<Problem> warnings)
    {
        json.WriteStartArray("warnings");
        foreach (var warning in warnings)
        {
            json.WriteStartObject();
            json.WriteString("path", warning.Path);
            json.WriteString("message", warning.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static IEnumerable<string> Names(int destinations) => destinations == 1 ? ["destination"] : Enumerable.Range(0, destinations).Select(index => $"destinations[{index}]");

    private static void WriteError(Utf8JsonWriter json, RunError error)
    {
        json.WriteStartObject("error");
        json.WriteString("code", error.Code);
        json.WriteString("message", error.Message);
        if (error.Step is not null)
            json.WriteString("step", error.Step);
        if (error.Hint is not null)
            json.WriteString("hint", error.Hint);
        json.WriteEndObject();
    }
}
