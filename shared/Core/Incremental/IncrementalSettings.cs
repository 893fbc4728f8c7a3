using System.ComponentModel;
using System.Text.Json;

namespace DataAggregator.Core.Incremental;

/// <summary>How a source is read incrementally: each run reads only what is new since the one before.</summary>
public sealed record IncrementalSettings
{
    /// <summary>The field whose values grow.</summary>
    [Description("The field whose values grow with every new or changed record, such as updated_at or id. A source that tells new files by themselves (file) may do without.")]
    public string? CursorField { get; init; }

    /// <summary>Where the first load begins, that value included.</summary>
    [Description("Where the first load begins, that value included; left out: with everything.")]
    public JsonElement? InitialValue { get; init; }

    /// <summary>Where reading ends, that value excluded.</summary>
    [Description("Where reading ends, that value excluded; left out: with the newest record.")]
    public JsonElement? EndValue { get; init; }

    /// <summary>How far each run reads back behind the cursor.</summary>
    [Description("How far each run reads back behind the cursor, for records that arrive late: a duration (90s, 15m, 6h, 2d, 1w, 1mo) where the cursor is a time, else a number. Use it with upsert or append_dedup.")]
    public JsonElement? Lookback { get; init; }

    /// <summary>What becomes of records without a value.</summary>
    [Description("What becomes of records whose cursor field is null: include reads them in the first load only, exclude never, fail ends the run.")]
    public NullPolicy NullPolicy { get; init; }

    /// <summary>A setting's text: that of a string, the digits of a number; null when it is left out.</summary>
    public static string? TextOf(JsonElement? setting) => setting is { ValueKind: not JsonValueKind.Null and not JsonValueKind.Undefined } given
        ? given.ValueKind == JsonValueKind.String ? given.GetString() : given.GetRawText()
        : null;
}
