using System.Text.Json;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Storage;

namespace DataAggregator.Local.Runs;

/// <summary>Writes a run's rejected records as NDJSON: the record as read, and why it was rejected.</summary>
internal static class RejectedRecordsFile
{
    private const int PageSize = 200;

    /// <summary>Writes the file; an empty one when nothing was rejected.</summary>
    public static async Task WriteAsync(string path, IRunStore runs, string runId, CancellationToken ct)
    {
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
        string? cursor = null;
        do
        {
            var page = await runs.ListRejectedAsync(runId, new PageRequest(PageSize, cursor), ct);
            foreach (var letter in page.Items)
            {
                await using (var json = new Utf8JsonWriter(file))
                    Write(json, letter);
                file.WriteByte((byte)'\n');
            }
            cursor = page.NextCursor;
        }
        while (cursor is not null);
    }

    private static void Write(Utf8JsonWriter json, DeadLetter letter)
    {
        json.WriteStartObject();
        json.WritePropertyName("record");
        json.WriteRawValue(letter.Rejected.Record.Span, skipInputValidation: true);
        json.WriteStartArray("errors");
        foreach (var error in letter.Rejected.Errors)
        {
            json.WriteStartObject();
            json.WriteString("step", error.Step);
            json.WriteString("field", error.Field);
            json.WriteString("rule", error.Rule);
            json.WriteString("code", error.Code);
            json.WriteString("message", error.Message);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
