using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Validations.Uniqueness;

/// <summary>Finds the records of a run that repeat a key: sorts the keys of all, without the records, and then what it found by the order of the source.</summary>
internal sealed class UniqueKey(IReadOnlyList<FieldPath> fields, TransformationResources resources) : IAsyncDisposable
{
    private readonly ExternalSort keys = new(resources, hashed: fields.Count);
    private readonly ExternalSort repeated = new(resources);
    private SortedCursor? next;

    /// <summary>A lane for one worker.</summary>
    public UniqueKeyLane OpenLane() => new(fields, keys.OpenLane(new KeyOrder[fields.Count]));

    /// <summary>Finds them, after every lane was completed.</summary>
    public async Task FindAsync(CancellationToken cancellationToken)
    {
        var (lane, scratch, last) = (repeated.OpenLane(), new Scratch(), new KeyBuffer());
        await foreach (var keyed in keys.ReadWithKeysAsync(cancellationToken).ConfigureAwait(false))
        {
            using (keyed)
            {
                using var batch = keyed.RemoveAt(keyed.Columns.Length - 1);
                var (rows, sequences) = Repeated((BytesColumn)keyed.Columns[^1], last);
                await lane.AddAsync(batch, [], rows.ToArray(), sequences.ToArray(), scratch, cancellationToken).ConfigureAwait(false);
            }
        }

        lane.Complete();
        next = new SortedCursor(repeated.ReadWithKeysAsync(cancellationToken), cancellationToken);
        await next.MoveAsync().ConfigureAwait(false);
    }

    /// <summary>Which rows of the next batch repeat a key, null for none; the batches come in the order of the source.</summary>
    /// <param name="places">The keys of the batch, which end with the sequence of each record.</param>
    public async ValueTask<Bitmap?> TakeAsync(BytesColumn places)
    {
        Bitmap? found = null;
        for (var row = 0; row < places.Length && next!.HasRecord; row++)
        {
            if (next.SequenceNumber != EncodedKeys.SequenceOf(places[row]))
                continue;
            (found ??= new Bitmap(places.Length)).Set(row);
            await next.MoveAsync().ConfigureAwait(false);
        }

        return found;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (next is not null)
            await next.DisposeAsync().ConfigureAwait(false);
        await keys.DisposeAsync().ConfigureAwait(false);
        await repeated.DisposeAsync().ConfigureAwait(false);
    }

    // Equal keys are neighbours, in the order of the source.
    private static (List<int> Rows, List<long> Sequences) Repeated(BytesColumn keys, KeyBuffer last)
    {
        var (rows, sequences) = (new List<int>(), new List<long>());
        for (var row = 0; row < keys.Length; row++)
        {
            var key = keys[row][..^sizeof(long)];
            if (key.SequenceEqual(last.Written))
            {
                rows.Add(row);
                sequences.Add(EncodedKeys.SequenceOf(keys[row]));
                continue;
            }

            last.Clear();
            last.Write(key);
        }

        return (rows, sequences);
    }
}
