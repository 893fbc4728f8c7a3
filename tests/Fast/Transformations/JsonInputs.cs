using System.Runtime.CompilerServices;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Tests.Fast.Transformations;

/// <summary>Named inputs for tests, each a JSON array of records; read in batches of two.</summary>
internal sealed class JsonInputs(IReadOnlyDictionary<string, string>? inputs, bool fitInMemory = true) : INamedInputs
{
    /// <summary>What a compiler is told of them: with schemas, as at a run.</summary>
    public IReadOnlyList<NamedInput> Known => [.. (inputs ?? new Dictionary<string, string>()).Select(input =>
    {
        using var batch = JsonRecords.Parse(input.Value);
        return new NamedInput(input.Key, batch.Schema, fitInMemory);
    })];

    public async IAsyncEnumerable<RecordBatch> ReadAsync(string name, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        using var whole = JsonRecords.Parse(inputs![name]);
        foreach (var rows in Enumerable.Range(0, whole.RowCount).Chunk(2))
            yield return whole.Select(rows);
    }
}
