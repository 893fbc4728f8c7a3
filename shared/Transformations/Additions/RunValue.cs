using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine;

namespace DataAggregator.Transformations.Additions;

/// <summary>Something that belongs to the run: the same whenever the run is repeated, but for the wall clock.</summary>
internal sealed class RunValue : Addition
{
    private static readonly FrozenDictionary<string, (DataType Type, Func<RecordBatch, StepScope, Column> Make)> Words =
        new Dictionary<string, (DataType, Func<RecordBatch, StepScope, Column>)>
        {
            ["current_timestamp"] = (DataType.Timestamp, static (batch, scope) => Repeat(DataType.Timestamp, scope.Context.LogicalTime.ToUnixTimeSeconds() * 1_000_000, batch.RowCount)),
            ["current_date"] = (DataType.Date, static (batch, scope) => Repeat(DataType.Date, (long)Math.Floor(scope.Context.LogicalTime.ToUnixTimeSeconds() / 86_400.0), batch.RowCount)),
            ["run_id"] = (DataType.String, static (batch, scope) => BytesColumn.Repeat(DataType.String, Encoding.UTF8.GetBytes(scope.Context.RunId), batch.RowCount)),
            ["pipeline_id"] = (DataType.String, static (batch, scope) => BytesColumn.Repeat(DataType.String, Encoding.UTF8.GetBytes(scope.Context.PipelineId), batch.RowCount)),
            ["now"] = (DataType.Timestamp, static (batch, scope) => Repeat(DataType.Timestamp, Now(scope), batch.RowCount)),
            ["uuid"] = (DataType.String, static (batch, scope) => RecordUuid.Column(batch, scope)),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly Func<RecordBatch, StepScope, Column> make;

    private RunValue(string word) => (Type, make) = Words[word];

    public override DataType Type { get; }

    /// <summary>What the word stands for, or null when it is a word like any other.</summary>
    public static RunValue? Create(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
            return null;
        var word = value.GetString()!;
        return Words.ContainsKey(word) ? new RunValue(word) : null;
    }

    private static long Now(StepScope scope)
    {
        var now = scope.Context.Clock?.GetUtcNow() ?? scope.Context.LogicalTime;
        return (now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
    }

    public override Column Make(RecordBatch batch, StepScope scope) => make(batch, scope);
}
