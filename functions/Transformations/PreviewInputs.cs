using System.Runtime.CompilerServices;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Formats.Json;

namespace DataAggregator.Functions.Transformations;

/// <summary>The records that a preview was sent: those at hand, and those of the sources that steps name.</summary>
internal sealed class PreviewInputs : INamedInputs, IDisposable
{
    private const int MaxRecords = 10_000;
    private const int MaxSources = 20;
    private readonly Dictionary<string, RecordBatch> sources = new(StringComparer.Ordinal);

    private PreviewInputs(SourceBatch read) => (Records, Rejected) = (read.Batch, read.Rejected);

    /// <summary>The records at hand.</summary>
    public RecordBatch Records { get; }

    /// <summary>Records that were sent and cannot be kept, which a run would reject when it reads them.</summary>
    public IReadOnlyList<RejectedRecord> Rejected { get; }

    /// <summary>What a compiler is told of the records at hand; null where there are none to tell their fields from.</summary>
    public Schema? KnownSchema => SchemaOf(Records);

    /// <summary>What a compiler is told of the sources.</summary>
    public IReadOnlyList<NamedInput> Known => [.. sources.Select(source => new NamedInput(source.Key, SchemaOf(source.Value)))];

    /// <summary>Reads them.</summary>
    /// <exception cref="InvalidDocumentException">They are no records, or too many; every problem is listed.</exception>
    public static PreviewInputs Read(JsonElement records, IReadOnlyDictionary<string, JsonElement> sources)
    {
        var problems = new Problems();
        if (sources.Count > MaxSources)
            problems.Add("$.sources", $"may be {MaxSources} at most.");
        Check(records, "$.records", problems);
        foreach (var (name, items) in sources)
            Check(items, $"$.sources.{name}", problems);
        problems.ThrowIfAny();
        var inputs = new PreviewInputs(RecordsJson.ReadEach(records));
        foreach (var (name, items) in sources)
            inputs.sources.Add(name, Read(items, $"$.sources.{name}", problems));
        if (problems.Count > 0)
            inputs.Dispose();
        problems.ThrowIfAny();
        return inputs;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<RecordBatch> ReadAsync(string name, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield return sources[name].Share();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Records.Dispose();
        foreach (var source in sources.Values)
            source.Dispose();
    }

    private static Schema? SchemaOf(RecordBatch records) => records.Count == 0 ? null : records.Schema;

    private static void Check(JsonElement records, string path, Problems problems)
    {
        if (records.ValueKind != JsonValueKind.Array)
            problems.Add(path, "must be a list of objects.");
        else if (records.GetArrayLength() > MaxRecords)
            problems.Add(path, $"may have {MaxRecords} records at most; a preview needs only a sample.");
        else
        {
            foreach (var (record, index) in records.EnumerateArray().Select((record, index) => (record, index)).Where(item => item.record.ValueKind != JsonValueKind.Object))
                problems.Add($"{path}[{index}]", "must be an object.");
        }
    }

    private static RecordBatch Read(JsonElement records, string path, Problems problems)
    {
        try
        {
            return RecordsJson.Read(records);
        }
        catch (ConnectorException unreadable)
        {
            problems.Add(path, unreadable.Message);
            return new RecordBatch(new Schema(), [], 0);
        }
    }
}
