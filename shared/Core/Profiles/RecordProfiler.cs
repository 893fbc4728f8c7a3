using System.Runtime.InteropServices;
using DataAggregator.Core.Records;

namespace DataAggregator.Core.Profiles;

/// <summary>
/// Gathers the profile of records that pass by, field by field, without an allocation a record. What it gathered of a part of a run is stored as bytes; parts
/// merge to the whole. Counts, bounds, means, distinct estimates and histograms are the same however a run is cut into parts; so are frequent values and patterns
/// where all of them fit, else they differ within their error.
/// </summary>
public sealed class RecordProfiler
{
    /// <summary>The records of each segment that are looked at closely in <see cref="ProfileMode.Sample"/>, from the first on.</summary>
    public const int SampledRecords = 1_000;

    // Records without a schema of their own may bring new names for ever.
    private const int MostFields = 1_000;
    private const byte Version = 2;

    private readonly OrderedDictionary<string, FieldProfiler> fields = new(StringComparer.Ordinal);
    private readonly long sampleSize;

    /// <summary>A profiler of a segment's records.</summary>
    /// <param name="mode">How much is looked at.</param>
    public RecordProfiler(ProfileMode mode) => sampleSize = mode == ProfileMode.Full ? long.MaxValue : SampledRecords;

    /// <summary>Records that passed.</summary>
    public long Records { get; private set; }

    /// <summary>Records that were looked at closely.</summary>
    public long Sampled { get; private set; }

    internal IReadOnlyList<FieldProfiler> Fields => [.. fields.Values];

    /// <summary>Adds the records of a batch; the caller keeps it.</summary>
    public void Add(RecordBatch batch)
    {
        var rows = new ProfiledRows(batch);
        var sampled = (int)Math.Min(rows.Count, sampleSize - Sampled);
        for (var i = 0; i < batch.Columns.Length; i++)
            Field(batch.Schema[i].Name)?.Add(batch.Columns[i], rows, sampled);
        Records += rows.Count;
        Sampled += sampled;
    }

    /// <summary>Adds what was gathered of another part; call it in the order of the parts.</summary>
    public void Merge(ReadOnlyMemory<byte> state)
    {
        using var reader = new BinaryReader(StreamOver(state));
        if (reader.ReadByte() != Version)
            throw new InvalidDataException("The profile of a segment was written by another version.");
        Records += reader.ReadInt64();
        Sampled += reader.ReadInt64();
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var field = FieldProfiler.Read(reader);
            Field(field.Name)?.Merge(field);
        }
    }

    /// <summary>What was gathered, as bytes.</summary>
    public byte[] ToBytes()
    {
        // Not compressed: it is for as long as the run, and a few kilobytes a field beside a segment of megabytes.
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Version);
        writer.Write(Records);
        writer.Write(Sampled);
        writer.Write(fields.Count);
        foreach (var field in fields.Values)
            field.Write(writer);
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>The profile of what was gathered.</summary>
    public RecordProfile ToProfile() => new(Records, Sampled, [.. fields.Values.Select(field => ProfileReport.Of(field, Records))]);

    // Segments come by the hundred, and their states are kilobytes a field: what is made of one must not pile up.
    private static MemoryStream StreamOver(ReadOnlyMemory<byte> state) => MemoryMarshal.TryGetArray(state, out var array)
        ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
        : new MemoryStream(state.ToArray(), writable: false);

    private FieldProfiler? Field(string name)
    {
        if (fields.TryGetValue(name, out var known))
            return known;
        if (fields.Count == MostFields)
            return null;
        return fields[name] = new FieldProfiler(name);
    }
}
