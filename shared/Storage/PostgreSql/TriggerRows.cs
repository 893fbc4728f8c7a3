using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Pipelines;

namespace DataAggregator.Storage.PostgreSql;

/// <summary>What saving a version of a pipeline does to the rows of its triggers.</summary>
internal static class TriggerRows
{
    // What a trigger waits for: as long as that is the same, what it has seen stays known.
    private static readonly string[] Identity = ["type", "path", "connector_id", "event", "stream", "pipeline"];

    public static IEnumerable<Statement> Save(Pipeline pipeline)
    {
        var rows = In(ParameterValues.WithDefaults(pipeline.Document)).DistinctBy(row => row.Key).ToList();
        yield return new Statement("DELETE FROM pipeline_triggers WHERE pipeline_id = @id AND key <> ALL(@keys)", ("@id", pipeline.Id), ("@keys", rows.Select(row => row.Key).ToArray()));
        for (var i = 0; i < rows.Count; i++)
        {
            yield return new Statement(
                """
                INSERT INTO pipeline_triggers AS t (pipeline_id, key, position, type, subject, fingerprint, is_active, since, look_at, stream_position)
                VALUES (@id, @key, @position, @type, @subject, @fingerprint, @active, @now, CASE WHEN @type = 'file' THEN @now END, coalesce((SELECT next_position FROM event_streams WHERE name = @subject), 0))
                ON CONFLICT (pipeline_id, key) DO UPDATE SET position = EXCLUDED.position, type = EXCLUDED.type, subject = EXCLUDED.subject, fingerprint = EXCLUDED.fingerprint,
                    is_active = EXCLUDED.is_active, look_at = EXCLUDED.look_at, last_error = NULL,
                    stream_position = CASE WHEN t.fingerprint = EXCLUDED.fingerprint THEN t.stream_position ELSE EXCLUDED.stream_position END,
                    since = CASE WHEN t.fingerprint = EXCLUDED.fingerprint THEN t.since ELSE EXCLUDED.since END,
                    token_hash = CASE WHEN t.type = EXCLUDED.type THEN t.token_hash END, token_hint = CASE WHEN t.type = EXCLUDED.type THEN t.token_hint END
                """,
                ("@id", pipeline.Id),
                ("@key", rows[i].Key),
                ("@position", i),
                ("@type", rows[i].Type),
                ("@subject", rows[i].Subject),
                ("@fingerprint", rows[i].Fingerprint),
                ("@active", pipeline.Enabled && rows[i].Enabled),
                ("@now", pipeline.UpdatedAt));
        }
    }

    private static IEnumerable<(string Key, string Type, string? Subject, string Fingerprint, bool Enabled)> In(JsonElement document)
    {
        if (document.ValueKind != JsonValueKind.Object || !document.TryGetProperty("triggers", out var triggers) || triggers.ValueKind != JsonValueKind.Array)
            yield break;
        foreach (var trigger in triggers.EnumerateArray())
        {
            if (Text(trigger, "type") is not { } given)
                continue;
            var type = Names.Normalise(given);
            var identity = string.Join('\n', Identity.Select(key => key == "type" ? type : Text(trigger, key)));
            // As it is bound: 'false' is read as text, too.
            var enabled = !(trigger.TryGetProperty("enabled", out var flag) && bool.TryParse(flag.ToString(), out var isOn) && !isOn);
            yield return (Text(trigger, "name") ?? type, type, Text(trigger, "event") ?? Text(trigger, "stream"), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity))), enabled);
        }
    }

    private static string? Text(JsonElement trigger, string key) =>
        trigger.ValueKind == JsonValueKind.Object && trigger.TryGetProperty(key, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? value.ToString() : null;
}
