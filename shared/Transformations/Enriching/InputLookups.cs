using System.Text;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Enriching;

/// <summary>Looks records up by reading the inputs from their first record on: for a preview, whose inputs are small and given with it.</summary>
internal sealed class InputLookups(INamedInputs inputs) : ISourceLookups
{
    public async Task<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> LookUpAsync(RecordLookup lookup, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        var wanted = lookup.Request.Keys.ToHashSet(StringComparer.Ordinal);
        var key = FieldPath.Parse(lookup.Request.KeyField);
        await foreach (var batch in inputs.ReadAsync(lookup.Source, cancellationToken).ConfigureAwait(false))
        {
            using (batch)
                Take(batch, key, wanted, found);
        }

        return found;
    }

    private static void Take(RecordBatch batch, FieldPath key, HashSet<string> wanted, Dictionary<string, ReadOnlyMemory<byte>> found)
    {
        int[] rows = [.. Enumerable.Range(0, batch.Count).Select(batch.RowAt)];
        var keys = key.Read(batch, rows);
        var scratch = new Scratch();
        Span<byte> room = stackalloc byte[ValueText.Room];
        foreach (var row in rows)
        {
            var value = Value.At(keys, row, scratch);
            if (value.Kind is ValueKind.Absent or ValueKind.Null)
                continue;
            var text = Encoding.UTF8.GetString(ValueText.Of(value, room));
            if (wanted.Contains(text) && !found.ContainsKey(text))
                found.Add(text, RecordJson.ToBytes(batch, row));
        }

        keys.Release();
    }
}
